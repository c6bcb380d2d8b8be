# Foreign libraries, found once. Those without a CMake package of their own come by pkg-config as PkgConfig::name.

find_package(Threads REQUIRED)
find_package(Qt6 6.4 REQUIRED COMPONENTS Core Concurrent Gui Widgets Network Sql WebSockets Svg SvgWidgets OpenGL Charts
    Test LinguistTools)
find_package(Qt6Keychain REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS context)
find_package(OpenSSL 3 REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n)
find_package(nlohmann_json REQUIRED)
find_package(spdlog REQUIRED)

find_package(PkgConfig REQUIRED)
pkg_check_modules(libpq REQUIRED IMPORTED_TARGET libpq)
pkg_check_modules(libzstd REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(libargon2 REQUIRED IMPORTED_TARGET libargon2)
pkg_check_modules(libsodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(libxxhash REQUIRED IMPORTED_TARGET libxxhash)

if(BUILD_TESTING)
    find_package(GTest REQUIRED)
endif()
