#pragma once

#include "models/schema/table.h"
#include "models/schema/tables/enums.h"

// E-mail accounts, threads and messages. The server writes them; a reader marks what is read.
namespace nimara::schema {

// clang-format off

struct EmailAccounts
{
    static constexpr Column<Uuid>         id             {0, spec::id};
    static constexpr Column<Uuid>         portId         {1, spec::portId};
    static constexpr Column<Instant>      createdAt      {2, spec::createdAt};
    static constexpr Column<Instant>      updatedAt      {3, spec::updatedAt};
    static constexpr Column<Uuid>         userId         {4, {.name = "user_id", .label = NIMARA_TR("User"), .flags = Required | Immutable | ServerSet, .references = "users"}};
    static constexpr Column<std::string>  address        {5, {.name = "address", .label = NIMARA_TR("Address"), .flags = Required | ServerSet | Sensitive, .maxLength = 254}};
    static constexpr Column<std::string>  displayName    {6, {.name = "display_name", .label = NIMARA_TR("Name shown"), .flags = ServerSet, .maxLength = 200}};
    static constexpr Column<std::string>  imapHost       {7, {.name = "imap_host", .label = NIMARA_TR("IMAP server"), .flags = Required | ServerSet, .maxLength = 253}};
    static constexpr Column<std::int64_t> imapPort       {8, {.name = "imap_port", .label = NIMARA_TR("IMAP port"), .flags = Required | ServerSet, .initial = "993"}};
    static constexpr Column<std::string>  smtpHost       {9, {.name = "smtp_host", .label = NIMARA_TR("SMTP server"), .flags = Required | ServerSet, .maxLength = 253}};
    static constexpr Column<std::int64_t> smtpPort       {10, {.name = "smtp_port", .label = NIMARA_TR("SMTP port"), .flags = Required | ServerSet, .initial = "587"}};
    static constexpr Column<MailAuth>     auth           {11, {.name = "auth", .label = NIMARA_TR("Sign-in"), .flags = Required | ServerSet, .choices = mailAuthChoices, .initial = "password"}};
    static constexpr Column<std::string>  credentialsEnc {12, {.name = "credentials_enc", .flags = Required | ServerOnly | Sensitive, .maxLength = 8000}};
    static constexpr Column<Json>         syncState      {13, {.name = "sync_state", .flags = Required | ServerOnly, .initial = "{}"}};
    static constexpr Column<Instant>      lastSyncAt     {14, {.name = "last_sync_at", .label = NIMARA_TR("Last synced"), .flags = ServerSet}};
    static constexpr Column<std::string>  lastError      {15, {.name = "last_error", .label = NIMARA_TR("Last fault"), .flags = ServerSet, .maxLength = 1000}};
    static constexpr Column<bool>         isActive       {16, {.name = "is_active", .label = NIMARA_TR("Active"), .flags = Required | ServerSet, .initial = "true"}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, userId, address, displayName,
                                              imapHost, imapPort, smtpHost, smtpPort, auth, credentialsEnc,
                                              syncState, lastSyncAt, lastError, isActive);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortUser, .ownerColumn = "user_id"},
    }};

    static constexpr Table table{
        .name = "email_accounts", .number = 41, .label = NIMARA_TR("E-mail account"), .plural = NIMARA_TR("E-mail accounts"),
        .flags = PortScoped, .scopes = scopes,
        .columns = columns, .titleColumn = "address"};
};

// owner_id is the account's user, shared_with_port is "linked to a client and shared"; triggers keep both, because a scope
// rule looks at the row alone.
struct EmailThreads
{
    static constexpr Column<Uuid>         id             {0, spec::id};
    static constexpr Column<Uuid>         portId         {1, spec::portId};
    static constexpr Column<Instant>      createdAt      {2, spec::createdAt};
    static constexpr Column<Instant>      updatedAt      {3, spec::updatedAt};
    static constexpr Column<Uuid>         accountId      {4, {.name = "account_id", .label = NIMARA_TR("Account"), .flags = Required | Immutable | ServerSet, .references = "email_accounts"}};
    static constexpr Column<Uuid>         ownerId        {5, {.name = "owner_id", .flags = Required | ServerSet, .references = "users"}};
    static constexpr Column<Uuid>         clientId       {6, {.name = "client_id", .label = NIMARA_TR("Client"), .flags = ServerSet, .references = "clients", .onDelete = OnDelete::SetNull}};
    static constexpr Column<Uuid>         interestId     {7, {.name = "interest_id", .label = NIMARA_TR("Interest"), .flags = ServerSet, .references = "interests", .onDelete = OnDelete::SetNull}};
    static constexpr Column<std::string>  subject        {8, {.name = "subject", .label = NIMARA_TR("Subject"), .flags = ServerSet | Searchable, .maxLength = 1000}};
    static constexpr Column<std::string>  snippet        {9, {.name = "snippet", .label = NIMARA_TR("Preview"), .flags = ServerSet}};
    static constexpr Column<bool>         isShared       {10, {.name = "is_shared", .label = NIMARA_TR("Shared"), .flags = Required | ServerSet, .initial = "false"}};
    static constexpr Column<bool>         sharedWithPort {11, {.name = "shared_with_port", .flags = Required | ServerSet, .initial = "false"}};
    static constexpr Column<Json>         participants   {12, {.name = "participants", .label = NIMARA_TR("Participants"), .flags = Required | ServerSet, .initial = "[]"}};
    static constexpr Column<std::int64_t> messageCount   {13, {.name = "message_count", .label = NIMARA_TR("Messages"), .flags = Required | ServerSet, .initial = "0"}};
    static constexpr Column<std::int64_t> unreadCount    {14, {.name = "unread_count", .label = NIMARA_TR("Unread"), .flags = Required | ServerSet, .initial = "0"}};
    static constexpr Column<Instant>      lastMessageAt  {15, {.name = "last_message_at", .label = NIMARA_TR("Last message"), .flags = Required | ServerSet}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, accountId, ownerId, clientId,
                                              interestId, subject, snippet, isShared, sharedWithPort,
                                              participants, messageCount, unreadCount, lastMessageAt);
    static constexpr std::array<ScopeRule, 2> scopes{{
        {.audience = Audience::PortUser, .ownerColumn = "owner_id"},
        {.audience = Audience::PortClass, .permission = "email.view", .whenColumn = "shared_with_port", .whenValue = "true"},
    }};

    static constexpr Table table{
        .name = "email_threads", .number = 42, .label = NIMARA_TR("Conversation"), .plural = NIMARA_TR("Conversations"),
        .flags = PortScoped, .scopes = scopes,
        .columns = columns, .titleColumn = "subject", .parentColumn = "account_id"};
};

struct EmailMessages
{
    static constexpr Column<Uuid>          id             {0, spec::id};
    static constexpr Column<Uuid>          portId         {1, spec::portId};
    static constexpr Column<Instant>       createdAt      {2, spec::createdAt};
    static constexpr Column<Instant>       updatedAt      {3, spec::updatedAt};
    static constexpr Column<Uuid>          accountId      {4, {.name = "account_id", .label = NIMARA_TR("Account"), .flags = Required | Immutable | ServerSet, .references = "email_accounts"}};
    static constexpr Column<Uuid>          threadId       {5, {.name = "thread_id", .label = NIMARA_TR("Conversation"), .flags = Required | ServerSet, .references = "email_threads"}};
    static constexpr Column<Uuid>          ownerId        {6, {.name = "owner_id", .flags = Required | ServerSet, .references = "users"}};
    static constexpr Column<bool>          sharedWithPort {7, {.name = "shared_with_port", .flags = Required | ServerSet, .initial = "false"}};
    static constexpr Column<std::string>   messageId      {8, {.name = "message_id", .flags = Required | Immutable | ServerSet, .maxLength = 998}};
    static constexpr Column<MailDirection> direction      {9, {.name = "direction", .label = NIMARA_TR("Direction"), .flags = Required | Immutable | ServerSet, .choices = mailDirectionChoices, .initial = "in"}};
    static constexpr Column<std::string>   fromAddress    {10, {.name = "from_address", .label = NIMARA_TR("From"), .flags = Required | ServerSet | Sensitive, .maxLength = 320}};
    static constexpr Column<Json>          toAddresses    {11, {.name = "to_addresses", .label = NIMARA_TR("To"), .flags = Required | ServerSet | Sensitive, .initial = "[]"}};
    static constexpr Column<Json>          ccAddresses    {12, {.name = "cc_addresses", .label = NIMARA_TR("Copy"), .flags = Required | ServerSet | Sensitive, .initial = "[]"}};
    static constexpr Column<Json>          bccAddresses   {13, {.name = "bcc_addresses", .label = NIMARA_TR("Blind copy"), .flags = Required | ServerSet | Sensitive, .initial = "[]"}};
    static constexpr Column<std::string>   subject        {14, {.name = "subject", .label = NIMARA_TR("Subject"), .flags = ServerSet | Searchable, .maxLength = 1000}};
    static constexpr Column<std::string>   bodyText       {15, {.name = "body_text", .label = NIMARA_TR("Text"), .flags = ServerSet | Multiline, .maxLength = 1000000}};
    static constexpr Column<std::string>   bodyHtml       {16, {.name = "body_html", .flags = ServerSet | Multiline, .maxLength = 2000000}};
    static constexpr Column<Json>          attachments    {17, {.name = "attachments", .label = NIMARA_TR("Attachments"), .flags = Required | ServerSet, .initial = "[]"}};
    static constexpr Column<Instant>       sentAt         {18, {.name = "sent_at", .label = NIMARA_TR("Sent"), .flags = Required | ServerSet}};
    static constexpr Column<bool>          isRead         {19, {.name = "is_read", .label = NIMARA_TR("Read"), .flags = Required, .policy = Policy::LastWriter, .initial = "false"}};
    static constexpr Column<std::string>   inReplyTo      {20, {.name = "in_reply_to", .flags = ServerSet, .maxLength = 998}};
    static constexpr Column<SendState>     sendState      {21, {.name = "send_state", .label = NIMARA_TR("Sending"), .flags = ServerSet, .choices = sendStateChoices}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, accountId, threadId, ownerId,
                                              sharedWithPort, messageId, direction, fromAddress, toAddresses,
                                              ccAddresses, bccAddresses, subject, bodyText, bodyHtml,
                                              attachments, sentAt, isRead, inReplyTo, sendState);
    static constexpr std::array<ScopeRule, 2> scopes{{
        {.audience = Audience::PortUser, .ownerColumn = "owner_id"},
        {.audience = Audience::PortClass, .permission = "email.view", .whenColumn = "shared_with_port", .whenValue = "true"},
    }};
    static constexpr std::array<std::string_view, 1> owners{"owner_id"};
    static constexpr std::array<std::string_view, 2> messageKey{"account_id", "message_id"};
    static constexpr std::array<UniqueRule, 1> uniques{{
        {.name = "email_messages_message", .columns = messageKey},
    }};

    static constexpr Table table{
        .name = "email_messages", .number = 43, .label = NIMARA_TR("Message"), .plural = NIMARA_TR("Messages"),
        .flags = PortScoped, .scopes = scopes,
        .rights = {.ownerColumns = owners, .own = "*", .ownRemoves = false},
        .columns = columns, .uniques = uniques, .titleColumn = "subject", .parentColumn = "thread_id"};
};

// clang-format on

} // namespace nimara::schema
