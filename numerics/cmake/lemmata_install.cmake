# `cmake --install`: programs, libraries, headers under include/lemmata, and what find_package and pkg-config read.
include(CMakePackageConfigHelpers)

set(lemmata_libraries)
foreach(library IN ITEMS numerics theory checker io verify)
  if(TARGET lemmata_${library})
    list(APPEND lemmata_libraries lemmata_${library})
  endif()
endforeach()
# Every header set of any of them; they share one root, so that an include is spelled the same inside and outside.
set(header_sets)
foreach(library IN LISTS lemmata_libraries)
  get_target_property(sets ${library} INTERFACE_HEADER_SETS)
  list(APPEND header_sets ${sets})
endforeach()
list(REMOVE_DUPLICATES header_sets)
set(lemmata_headers)
foreach(set IN LISTS header_sets)
  list(APPEND lemmata_headers FILE_SET ${set} DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/lemmata")
endforeach()

install(TARGETS ${lemmata_libraries} EXPORT lemmata ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" ${lemmata_headers})
foreach(program IN ITEMS lemmata lemmata-verify)
  if(TARGET ${program})
    install(TARGETS ${program} RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
  endif()
endforeach()

# What a consumer has to find again: the packages behind the targets that ours link, statically linked ones included.
set(links)
foreach(library IN LISTS lemmata_libraries)
  get_target_property(linked ${library} INTERFACE_LINK_LIBRARIES)
  list(APPEND links ${linked})
endforeach()
set(lemmata_packages)
foreach(pair IN ITEMS Boost::headers=Boost Eigen3::Eigen=Eigen3 Threads::Threads=Threads CLI11::CLI11=CLI11 fmt::fmt=fmt
    nlohmann_json::nlohmann_json=nlohmann_json ZLIB::ZLIB=ZLIB Random123::Random123=Random123 rapidcheck=rapidcheck
    BLAS::BLAS=BLAS LAPACK::LAPACK=LAPACK)
  string(REPLACE "=" ";" pair "${pair}")
  list(GET pair 0 target)
  list(GET pair 1 package)
  if("${links}" MATCHES "(^|[;:])${target}($|[;>])")
    list(APPEND lemmata_packages ${package})
  endif()
endforeach()

set(lemmata_config_folder "${CMAKE_INSTALL_LIBDIR}/cmake/lemmata")
install(EXPORT lemmata FILE lemmataTargets.cmake NAMESPACE lemmata:: DESTINATION "${lemmata_config_folder}")
configure_package_config_file("${PROJECT_SOURCE_DIR}/numerics/cmake/lemmataConfig.cmake.in"
  "${PROJECT_BINARY_DIR}/lemmataConfig.cmake" INSTALL_DESTINATION "${lemmata_config_folder}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/lemmataConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
file(GLOB find_modules "${PROJECT_SOURCE_DIR}/numerics/cmake/Find*.cmake")
install(FILES "${PROJECT_BINARY_DIR}/lemmataConfig.cmake" "${PROJECT_BINARY_DIR}/lemmataConfigVersion.cmake"
  ${find_modules} DESTINATION "${lemmata_config_folder}")

get_property(lemmata_lapack_flags GLOBAL PROPERTY lemmata_lapack_flags)
configure_file("${PROJECT_SOURCE_DIR}/numerics/cmake/lemmata.pc.in" "${PROJECT_BINARY_DIR}/lemmata.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/lemmata.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
