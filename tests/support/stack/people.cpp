#include "tests/support/stack/people.h"

#include "models/base/rng.h"
#include "server/auth/password.h"

#include <string_view>

namespace nimara::test {

namespace {

// What stands in the test's database for an hour need not cost an attacker years.
constexpr server::auth::PasswordCost cheap{.kibibytes = 1024, .passes = 1};

} // namespace

Result<> addPort(server::Connection &connection, const Uuid &id, const std::string &name,
                 const std::string &slug)
{
    const auto added = connection.exec("insert into public.ports (id, name, slug) values ($1, $2, $3)",
                                       server::Params().uuid(id).text(name).text(slug));
    return added ? Result<>(Done{}) : added.error();
}

Result<Uuid> addPerson(server::Connection &connection, const Uuid &port, const Person &person)
{
    const auto hash = server::auth::hashPassword(person.password, cheap);
    if (!hash)
        return hash.error();
    auto transaction = server::Transaction::begin(connection);
    if (!transaction)
        return transaction.error();
    const auto user =
        connection.exec("insert into public.users (email, name) values ($1::citext, $2) returning id",
                        server::Params().untyped(person.email).text(person.name));
    if (!user)
        return user.error();
    const Uuid id = user->uuid(0, 0);
    const auto secret =
        connection.exec("insert into auth.credentials (user_id, password_hash) values ($1, $2)",
                        server::Params().uuid(id).text(*hash));
    if (!secret)
        return secret.error();
    const Uuid pair[] = {port, id};
    const auto member = connection.exec(
        "insert into public.user_port_roles (id, port_id, user_id, role_id)"
        " select $1, $2, $3, r.id from public.roles r where r.port_id is null and r.name = $4",
        server::Params()
            .uuid(Uuid::derived("user_port_roles", pair))
            .uuid(port)
            .uuid(id)
            .text(systemRoleName(person.role)));
    if (!member)
        return member.error();
    if (member->affected() != 1)
        return Error{ErrorCode::NotFound, "test.people", "roles", "the system roles are missing"};
    NIMARA_TRY(transaction->commit());
    return id;
}

std::string randomPassword()
{
    constexpr std::string_view letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    SystemRng rng;
    std::string password = "aA7-";
    while (password.size() < 24)
        password += letters[rng.below(letters.size())];
    return password;
}

} // namespace nimara::test
