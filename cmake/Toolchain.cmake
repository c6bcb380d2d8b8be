# ccache and mold where they are installed; both can be switched off by the usual CMake variables.

option(NIMARA_WERROR "Warnings of our own code are errors" ON)
option(NIMARA_UNITY "Compile each library in batches: quicker from nothing, slower after an edit" OFF)
option(NIMARA_FUZZ "Build the fuzzers of tests/fuzz; clang only" OFF)
set(NIMARA_SANITIZE "" CACHE STRING "Sanitizers for all code, as -fsanitize takes them")
set(NIMARA_TEST_PATIENCE 1 CACHE STRING "Every test's time limit is multiplied by this")

if(NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
    find_program(NIMARA_CCACHE ccache)
    if(NIMARA_CCACHE)
        # Paths relative to the tree let two clones or worktrees share what either has compiled.
        set(launcher "${CMAKE_COMMAND}" -E env "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" CCACHE_NOHASHDIR=1 "${NIMARA_CCACHE}")
        set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
        set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
    endif()
endif()

if(NOT WIN32 AND NOT APPLE)
    find_program(NIMARA_MOLD mold)
    if(NIMARA_MOLD)
        add_link_options(-fuse-ld=mold)
    endif()
endif()

if(NIMARA_SANITIZE)
    add_compile_options(-fsanitize=${NIMARA_SANITIZE} -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${NIMARA_SANITIZE})
    if(NIMARA_SANITIZE MATCHES "undefined")
        add_compile_options(-fno-sanitize-recover=undefined)
        # With these three GCC 12 no longer takes "the address of a table is not null" as a constant, and the schema's
        # compile-time checks do not compile. A null that is followed still stops the address sanitizer.
        if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
            add_compile_options(-fno-sanitize=null,nonnull-attribute,returns-nonnull-attribute)
        endif()
    endif()
endif()

if(NIMARA_FUZZ)
    if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
        message(FATAL_ERROR "NIMARA_FUZZ needs clang, and the compiler is ${CMAKE_CXX_COMPILER_ID}")
    endif()
    add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# The schema is checked while it is compiled, and the checks take more steps than clang allows by itself.
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fconstexpr-steps=100000000>)
endif()
