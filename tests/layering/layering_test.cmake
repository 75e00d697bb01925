# cmake -P layering_test.cmake: the tree keeps its layers, and the check itself can fail.
cmake_minimum_required(VERSION 3.25)
include("${CMAKE_CURRENT_LIST_DIR}/layering.cmake")
cmake_path(GET CMAKE_CURRENT_LIST_DIR PARENT_PATH tests)
cmake_path(GET tests PARENT_PATH root)

# 1. The repository.
layering_violations("${root}" violations)
if(violations)
  list(JOIN violations "\n  " text)
  message(FATAL_ERROR "layering:\n  ${text}")
endif()
if(violations_files LESS 5)
  message(FATAL_ERROR "layering: only ${violations_files} files read under ${root}")
endif()
layering_top_level("${root}" strangers)
if(strangers)
  message(FATAL_ERROR "layering: the top level holds ${strangers}")
endif()

# 2. The control: planted violations, each of which must be found, next to includes that must pass.
if(DEFINED SCRATCH)
  set(scratch "${SCRATCH}")
else()
  string(RANDOM LENGTH 8 suffix)
  set(scratch "$ENV{TMPDIR}")
  if(NOT scratch)
    set(scratch /tmp)
  endif()
  string(APPEND scratch "/lemmata_layering_${suffix}")
endif()
file(REMOVE_RECURSE "${scratch}")
function(plant file include)
  file(WRITE "${scratch}/${file}" "#pragma once\n  #  include ${include}\n")
endfunction()
set(planted
  "numerics/scalar/a.hpp|\"theory/statement/claim.hpp\""
  "numerics/scalar/b.hpp|\"numerics/linalg/matrix.hpp\""
  "numerics/base/c.hpp|\"numerics/scalar/interval.hpp\""
  "numerics/linalg/d.hpp|<Eigen/Eigenvalues>"
  "numerics/linalg/e.hpp|<Spectra/SymEigsSolver.h>"
  "numerics/linalg/f.cpp|<fmt/core.h>"
  "numerics/linalg/g.cpp|\"matrix.hpp\""
  "theory/statement/a.hpp|\"theory/model/kernel.hpp\""
  "theory/model/b.cpp|\"theory/problem/p.hpp\""
  "theory/saddle/c.cpp|\"theory/kernel_regime/k.hpp\""
  "theory/model/d.cpp|\"theory/saddle/l.hpp\""
  "theory/model/e.cpp|\"verify/engine/verdict.hpp\""
  "theory/model/f.cpp|<nlohmann/json.hpp>"
  "theory/elsewhere/g.cpp|<vector>"
  "verify/checker/a.cpp|\"numerics/base/expected.hpp\""
  "verify/checker/b.cpp|\"verify/io/reader.hpp\""
  "verify/checker/c.hpp|<boost/multiprecision/mpfr.hpp>"
  "verify/checker/d.cpp|<gmp.h>"
  "verify/engine/e.cpp|\"verify/checker/rules.hpp\""
  "verify/engine/f.cpp|\"tests/unit/helper.hpp\""
  "verify/engine/g.cpp|<gtest/gtest.h>"
  "verify/io/h.cpp|<foo/bar.hpp>")
foreach(pair IN LISTS planted)
  string(REPLACE "|" ";" pair "${pair}")
  plant(${pair})
endforeach()
plant("numerics/linalg/ok.cpp" "<Eigen/Eigenvalues>")
plant("numerics/margin/ok.hpp" "\"numerics/scalar/interval.hpp\"")
plant("theory/saddle/ok.cpp" "\"theory/model/kernel.hpp\"")
plant("verify/engine/ok.cpp" "\"verify/checker/check.hpp\"")
plant("verify/checker/ok.cpp" "<boost/multiprecision/cpp_int.hpp>")
plant("verify/cli/ok.cpp" "<CLI/CLI.hpp>")
file(WRITE "${scratch}/leftover.txt" "")
layering_violations("${scratch}" found)
layering_top_level("${scratch}" strangers)
file(REMOVE_RECURSE "${scratch}")

list(LENGTH planted expected)
list(LENGTH found count)
foreach(pair IN LISTS planted)
  string(REGEX REPLACE "\\|.*" "" file "${pair}")
  set(hits "${found}")
  list(FILTER hits INCLUDE REGEX "^${file}:")
  if(NOT hits)
    message(FATAL_ERROR "layering control: ${pair} was not found")
  endif()
endforeach()
if(NOT count EQUAL expected)
  message(FATAL_ERROR "layering control: ${count} violations found, ${expected} planted:\n${found}")
endif()
if(NOT strangers STREQUAL "leftover.txt")
  message(FATAL_ERROR "layering control: the stray top-level file was not found")
endif()
message(STATUS "layering: ${violations_files} files keep their layers; ${expected} planted violations were found")
