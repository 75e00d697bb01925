# cmake -DBUILD=... -DSCRATCH=... -DCXX=... -P consumer_test.cmake: installs to an empty prefix, then builds and runs
# consumer.cpp once through find_package and once through pkg-config, and checks that every header was installed.
cmake_minimum_required(VERSION 3.25)
cmake_path(GET CMAKE_CURRENT_LIST_DIR PARENT_PATH tests)
cmake_path(GET tests PARENT_PATH root)
set(prefix "${SCRATCH}/prefix")
file(REMOVE_RECURSE "${SCRATCH}")
file(MAKE_DIRECTORY "${SCRATCH}")

function(run what)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "consumer: ${what} failed (${status}):\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

run("install" "${CMAKE_COMMAND}" --install "${BUILD}" --prefix "${prefix}")

# Headers: the same paths inside and outside. The checker has one door, the rest of it is its own.
file(GLOB_RECURSE headers RELATIVE "${root}" "${root}/numerics/*.hpp" "${root}/theory/*.hpp" "${root}/verify/*.hpp")
list(FILTER headers EXCLUDE REGEX "^verify/checker/")
list(APPEND headers verify/checker/check.hpp)
foreach(header IN LISTS headers)
  if(NOT EXISTS "${prefix}/include/lemmata/${header}")
    message(FATAL_ERROR "consumer: ${header} is in no header set, so it is not installed")
  endif()
endforeach()

run("configure with find_package" "${CMAKE_COMMAND}" -S "${CMAKE_CURRENT_LIST_DIR}" -B "${SCRATCH}/build" -G Ninja
  "-DCMAKE_PREFIX_PATH=${prefix}" "-DCMAKE_CXX_COMPILER=${CXX}")
run("build with find_package" "${CMAKE_COMMAND}" --build "${SCRATCH}/build")
run("program built with find_package" "${SCRATCH}/build/consumer")

file(GLOB pkgconfig "${prefix}/lib*/pkgconfig" "${prefix}/lib/*/pkgconfig")
set(ENV{PKG_CONFIG_PATH} "${pkgconfig}:$ENV{PKG_CONFIG_PATH}")
# A package file names the prefix it was configured for; --define-prefix reads it from where the file lies.
run("pkg-config" pkg-config --define-prefix --cflags --libs lemmata)
separate_arguments(flags UNIX_COMMAND "${output}")
run("build with pkg-config" "${CXX}" "${CMAKE_CURRENT_LIST_DIR}/consumer.cpp" -o "${SCRATCH}/consumer" ${flags})
run("program built with pkg-config" "${SCRATCH}/consumer")
foreach(program IN ITEMS lemmata lemmata-verify)
  if(EXISTS "${BUILD}/bin/${program}")
    run("installed ${program}" "${prefix}/bin/${program}" --version)
  endif()
endforeach()
list(LENGTH headers count)
message(STATUS "consumer: ${count} headers installed; find_package and pkg-config work")
file(REMOVE_RECURSE "${SCRATCH}")
