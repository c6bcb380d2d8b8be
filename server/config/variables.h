#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace nimara::server::config {

enum class Kind {
    Text,
    DatabaseUrl,
    RedisUrl,
    WebUrl,
    Host,
    Port,
    Number,
    Flag,
    HexKey,
    LogLevel,
    SmtpTls,
    Path,
    List,
    Email
};

enum class Need {
    Optional,
    Group,       // with the rest of its group: none of it or all of it
    ToServe,     // serve, unless embedded
    ToAdminister // migrate, setup, demo-data, backup, unless embedded
};

// One variable of the environment or of the configuration file. All that is known of it is said here: reading,
// checking, --help, doctor and redaction go by this.
struct Variable
{
    std::string_view name;
    Kind kind = Kind::Text;
    Need need = Need::Optional;
    bool secret = false;
    std::string_view group = {};
    std::string_view fallback = {};
    std::size_t minimum = 0; // least length of a text, least value of a number
    std::size_t maximum = 4096;
    std::string_view help;
};

inline constexpr Variable databaseUrl{
    .name = "DATABASE_URL",
    .kind = Kind::DatabaseUrl,
    .need = Need::ToServe,
    .secret = true,
    .help = "PostgreSQL as the serving role: postgresql://user:password@host:5432/database"};
inline constexpr Variable databaseAdminUrl{
    .name = "DATABASE_ADMIN_URL",
    .kind = Kind::DatabaseUrl,
    .need = Need::ToAdminister,
    .secret = true,
    .help = "the same database as its owner: migrate, setup, backup, restore"};
inline constexpr Variable sessionSecret{
    .name = "SESSION_SECRET",
    .need = Need::ToServe,
    .secret = true,
    .minimum = 32,
    .help = "signs links and one-time tokens; at least 32 characters, the same on every server"};
inline constexpr Variable appUrl{
    .name = "APP_URL", .kind = Kind::WebUrl, .help = "how people reach this server; stands in mailed links"};
inline constexpr Variable publicSiteUrl{.name = "PUBLIC_SITE_URL",
                                        .kind = Kind::WebUrl,
                                        .help = "the marina's own web site, for registration forms"};
inline constexpr Variable listenAddress{
    .name = "LISTEN_ADDRESS", .kind = Kind::Host, .fallback = "0.0.0.0", .help = "the address to listen on"};
inline constexpr Variable listenPort{.name = "LISTEN_PORT",
                                     .kind = Kind::Port,
                                     .fallback = "8443",
                                     .help = "the port to listen on; 0 takes a free one"};
inline constexpr Variable tlsCertificateFile{
    .name = "TLS_CERT_FILE",
    .kind = Kind::Path,
    .need = Need::Group,
    .group = "tls",
    .help = "certificate chain, PEM; without it the server makes its own and clients pin its key"};
inline constexpr Variable tlsKeyFile{.name = "TLS_KEY_FILE",
                                     .kind = Kind::Path,
                                     .need = Need::Group,
                                     .group = "tls",
                                     .help = "its private key, PEM"};
inline constexpr Variable stateDir{.name = "STATE_DIR",
                                   .kind = Kind::Path,
                                   .help = "where the server keeps the certificate it makes for itself"};
inline constexpr Variable trustedProxies{.name = "TRUSTED_PROXIES",
                                         .kind = Kind::List,
                                         .help = "addresses, by commas, whose X-Forwarded-For is believed"};
inline constexpr Variable workerThreads{.name = "WORKER_THREADS",
                                        .kind = Kind::Number,
                                        .fallback = "8",
                                        .minimum = 2,
                                        .maximum = 256,
                                        .help =
                                            "requests worked on at once, each with a database connection"};
inline constexpr Variable ioThreads{.name = "IO_THREADS",
                                    .kind = Kind::Number,
                                    .fallback = "2",
                                    .minimum = 1,
                                    .maximum = 64,
                                    .help = "threads that move bytes"};
inline constexpr Variable housekeepingMinutes{
    .name = "HOUSEKEEPING_MINUTES",
    .kind = Kind::Number,
    .fallback = "60",
    .minimum = 1,
    .maximum = 1440,
    .help = "how often old sessions, links, outcomes and tombstones are cleared"};
inline constexpr Variable fileStoreDir{.name = "FILE_STORE_DIR",
                                       .kind = Kind::Path,
                                       .help = "keeps files here where no MINIO_ENDPOINT is given"};
inline constexpr Variable minioEndpoint{.name = "MINIO_ENDPOINT",
                                        .kind = Kind::Host,
                                        .need = Need::Group,
                                        .group = "minio",
                                        .help = "host of the S3 object store"};
inline constexpr Variable minioPort{
    .name = "MINIO_PORT", .kind = Kind::Port, .group = "minio", .fallback = "9000", .help = "its port"};
inline constexpr Variable minioAccessKey{.name = "MINIO_ACCESS_KEY",
                                         .need = Need::Group,
                                         .secret = true,
                                         .group = "minio",
                                         .help = "its access key"};
inline constexpr Variable minioSecretKey{.name = "MINIO_SECRET_KEY",
                                         .need = Need::Group,
                                         .secret = true,
                                         .group = "minio",
                                         .help = "its secret key"};
inline constexpr Variable minioBucket{.name = "MINIO_BUCKET",
                                      .need = Need::Group,
                                      .group = "minio",
                                      .minimum = 3,
                                      .maximum = 63,
                                      .help = "its bucket"};
inline constexpr Variable minioUseSsl{.name = "MINIO_USE_SSL",
                                      .kind = Kind::Flag,
                                      .group = "minio",
                                      .fallback = "true",
                                      .help = "https to the store"};
inline constexpr Variable redisUrl{
    .name = "REDIS_URL",
    .kind = Kind::RedisUrl,
    .secret = true,
    .help = "shares limits and wake-ups among servers; without it each keeps its own"};
inline constexpr Variable smtpHost{
    .name = "SMTP_HOST", .kind = Kind::Host, .need = Need::Group, .group = "smtp", .help = "outgoing mail"};
inline constexpr Variable smtpPort{
    .name = "SMTP_PORT", .kind = Kind::Port, .group = "smtp", .fallback = "587", .help = "its port"};
inline constexpr Variable smtpUser{
    .name = "SMTP_USER", .group = "smtp", .help = "its user, where it asks for one"};
inline constexpr Variable smtpPassword{
    .name = "SMTP_PASSWORD", .secret = true, .group = "smtp", .help = "that user's password"};
inline constexpr Variable smtpFrom{.name = "SMTP_FROM",
                                   .kind = Kind::Email,
                                   .need = Need::Group,
                                   .group = "smtp",
                                   .help = "the sender's address"};
inline constexpr Variable smtpTls{.name = "SMTP_TLS",
                                  .kind = Kind::SmtpTls,
                                  .group = "smtp",
                                  .fallback = "starttls",
                                  .help = "starttls, tls, or none (only sensible on the same machine)"};
inline constexpr Variable documensoApiUrl{.name = "DOCUMENSO_API_URL",
                                          .kind = Kind::WebUrl,
                                          .need = Need::Group,
                                          .group = "documenso",
                                          .help = "electronic signatures"};
inline constexpr Variable documensoApiKey{.name = "DOCUMENSO_API_KEY",
                                          .need = Need::Group,
                                          .secret = true,
                                          .group = "documenso",
                                          .help = "its API key"};
inline constexpr Variable documensoWebhookSecret{.name = "DOCUMENSO_WEBHOOK_SECRET",
                                                 .need = Need::Group,
                                                 .secret = true,
                                                 .group = "documenso",
                                                 .minimum = 16,
                                                 .help =
                                                     "what it signs its calls with; at least 16 characters"};
inline constexpr Variable emailCredentialKey{
    .name = "EMAIL_CREDENTIAL_KEY",
    .kind = Kind::HexKey,
    .secret = true,
    .help = "encrypts stored mail and calendar credentials; 64 hex digits"};
inline constexpr Variable googleClientId{
    .name = "GOOGLE_CLIENT_ID", .need = Need::Group, .group = "google", .help = "Google Calendar"};
inline constexpr Variable googleClientSecret{.name = "GOOGLE_CLIENT_SECRET",
                                             .need = Need::Group,
                                             .secret = true,
                                             .group = "google",
                                             .help = "its secret"};
inline constexpr Variable openaiApiKey{
    .name = "OPENAI_API_KEY", .secret = true, .help = "reads receipts and drafts texts, where wanted"};
inline constexpr Variable logLevel{.name = "LOG_LEVEL",
                                   .kind = Kind::LogLevel,
                                   .fallback = "info",
                                   .help = "fatal, error, warn, info, debug, trace"};
inline constexpr Variable superAdminEmail{
    .name = "SUPER_ADMIN_EMAIL", .kind = Kind::Email, .help = "setup: the first administrator's address"};
inline constexpr Variable superAdminName{
    .name = "SUPER_ADMIN_NAME", .maximum = 200, .help = "setup: the first administrator's name"};

// In the order of --help.
std::span<const Variable *const> variables();
const Variable *findVariable(std::string_view name);

} // namespace nimara::server::config
