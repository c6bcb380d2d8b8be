# cmake -DFILES=a.sql;b.sql -DOUTPUT=embedded.cpp -P embed.cmake
set(entries "")
set(expected 1)
foreach(file IN LISTS FILES)
    get_filename_component(name "${file}" NAME_WE)
    if(NOT name MATCHES "^([0-9][0-9][0-9][0-9])_[a-z0-9_]+$")
        message(FATAL_ERROR "${file}: a migration is named NNNN_what_it_does.sql")
    endif()
    math(EXPR number "1${CMAKE_MATCH_1} - 10000")
    if(NOT number EQUAL expected)
        message(FATAL_ERROR "${file}: number ${expected} is expected here")
    endif()
    math(EXPR expected "${expected} + 1")
    file(READ "${file}" text)
    string(APPEND entries "    {${number}, \"${name}\", R\"nimara_sql(${text})nimara_sql\"},\n")
endforeach()

set(source "#include \"server/migrations/migrations.h\"

namespace nimara::server {

namespace {

constexpr Migration all[] = {
${entries}};

} // namespace

std::span<const Migration> migrations()
{
    return all;
}

} // namespace nimara::server
")
file(WRITE "${OUTPUT}" "${source}")
