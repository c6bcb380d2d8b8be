#pragma once

#include "models/schema/table.h"
#include "models/schema/tables/enums.h"

// Documents to be signed, their templates, and forms sent out.
namespace nimara::schema {

// clang-format off

struct Files
{
    static constexpr Column<Uuid>          id         {0, spec::id};
    static constexpr Column<Uuid>          portId     {1, spec::portId};
    static constexpr Column<Instant>       createdAt  {2, spec::createdAt};
    static constexpr Column<Instant>       updatedAt  {3, spec::updatedAt};
    static constexpr Column<Instant>       archivedAt {4, spec::archivedAt};
    static constexpr Column<StorageEntity> entityType {5, {.name = "entity_type", .label = NIMARA_TR("Belongs to"), .flags = Required | Immutable, .choices = storageEntityChoices, .initial = "general"}};
    static constexpr Column<Uuid>          entityId   {6, {.name = "entity_id", .flags = Required | Immutable}};
    static constexpr Column<Uuid>          clientId   {7, {.name = "client_id", .label = NIMARA_TR("Client"), .references = "clients", .onDelete = OnDelete::SetNull}};
    static constexpr Column<std::string>   storageKey {8, {.name = "storage_key", .flags = ServerOnly, .maxLength = 300}};
    static constexpr Column<std::string>   filename   {9, {.name = "filename", .label = NIMARA_TR("File name"), .flags = Required | Searchable, .maxLength = 255}};
    static constexpr Column<std::string>   mimeType   {10, {.name = "mime_type", .label = NIMARA_TR("Type"), .flags = Required | Immutable, .maxLength = 120}};
    static constexpr Column<std::int64_t>  sizeBytes  {11, {.name = "size_bytes", .label = NIMARA_TR("Size"), .flags = Required | ServerSet, .initial = "0"}};
    static constexpr Column<std::string>   sha256     {12, {.name = "sha256", .label = NIMARA_TR("Checksum"), .flags = ServerSet, .maxLength = 64}};
    static constexpr Column<std::string>   category   {13, {.name = "category", .label = NIMARA_TR("Category"), .maxLength = 60}};
    static constexpr Column<std::string>   folder     {14, {.name = "folder", .label = NIMARA_TR("Folder"), .maxLength = 300}};
    static constexpr Column<Uuid>          uploadedBy {15, {.name = "uploaded_by", .label = NIMARA_TR("Uploaded by"), .flags = Required | Immutable | ServerSet | Author, .references = "users"}};
    static constexpr Column<std::int64_t>  version    {16, {.name = "version", .label = NIMARA_TR("Version"), .flags = Required, .initial = "1"}};
    static constexpr Column<ScanStatus>    scanStatus {17, {.name = "scan_status", .label = NIMARA_TR("Scan"), .flags = Required | ServerSet, .choices = scanStatusChoices, .initial = "pending"}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, archivedAt, entityType,
                                              entityId, clientId, storageKey, filename, mimeType, sizeBytes,
                                              sha256, category, folder, uploadedBy, version, scanStatus);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .permission = "files.view", .entityColumn = "entity_type"},
    }};

    static constexpr Table table{
        .name = "files", .number = 27, .label = NIMARA_TR("File"), .plural = NIMARA_TR("Files"),
        .flags = PortScoped | Archivable, .scopes = scopes,
        .rights = {.create = "files.upload", .edit = "files.manage_folders", .remove = "files.delete"},
        .columns = columns, .titleColumn = "filename", .titleColumn2 = "category"};
};

struct DocumentTemplates
{
    static constexpr Column<Uuid>         id           {0, spec::id};
    static constexpr Column<Uuid>         portId       {1, spec::portId};
    static constexpr Column<Instant>      createdAt    {2, spec::createdAt};
    static constexpr Column<Instant>      updatedAt    {3, spec::updatedAt};
    static constexpr Column<Instant>      archivedAt   {4, spec::archivedAt};
    static constexpr Column<std::string>  name         {5, {.name = "name", .label = NIMARA_TR("Name"), .flags = Required | Searchable, .maxLength = 200}};
    static constexpr Column<DocumentType> documentType {6, {.name = "document_type", .label = NIMARA_TR("Type"), .flags = Required, .choices = documentTypeChoices, .initial = "other"}};
    static constexpr Column<std::string>  body         {7, {.name = "body", .label = NIMARA_TR("Text"), .flags = Required | Markdown, .maxLength = 200000}};
    static constexpr Column<Json>         mergeFields  {8, {.name = "merge_fields", .label = NIMARA_TR("Merge fields"), .flags = Required, .initial = "[]"}};
    static constexpr Column<std::int64_t> version      {9, {.name = "version", .label = NIMARA_TR("Version"), .flags = Required, .initial = "1"}};
    static constexpr Column<bool>         isActive     {10, {.name = "is_active", .label = NIMARA_TR("Active"), .flags = Required, .initial = "true"}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, archivedAt, name,
                                              documentType, body, mergeFields, version, isActive);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .permission = "document_templates.view"},
    }};

    static constexpr Table table{
        .name = "document_templates", .number = 28, .label = NIMARA_TR("Document template"), .plural = NIMARA_TR("Document templates"),
        .flags = PortScoped | Archivable, .scopes = scopes,
        .rights = {.create = "document_templates.manage", .edit = "document_templates.manage", .remove = "document_templates.manage"},
        .columns = columns, .titleColumn = "name"};
};

struct Documents
{
    static constexpr Column<Uuid>             id                 {0, spec::id};
    static constexpr Column<Uuid>             portId             {1, spec::portId};
    static constexpr Column<Instant>          createdAt          {2, spec::createdAt};
    static constexpr Column<Instant>          updatedAt          {3, spec::updatedAt};
    static constexpr Column<Instant>          archivedAt         {4, spec::archivedAt};
    static constexpr Column<DocumentType>     documentType       {5, {.name = "document_type", .label = NIMARA_TR("Type"), .flags = Required, .choices = documentTypeChoices, .initial = "other"}};
    static constexpr Column<std::string>      title              {6, {.name = "title", .label = NIMARA_TR("Title"), .flags = Required | Searchable, .maxLength = 200}};
    static constexpr Column<DocumentStatus>   status             {7, {.name = "status", .label = NIMARA_TR("Status"), .flags = Required, .choices = documentStatusChoices, .initial = "draft"}};
    static constexpr Column<Uuid>             clientId           {8, {.name = "client_id", .label = NIMARA_TR("Client"), .references = "clients", .onDelete = OnDelete::SetNull}};
    static constexpr Column<Uuid>             interestId         {9, {.name = "interest_id", .label = NIMARA_TR("Interest"), .references = "interests", .onDelete = OnDelete::SetNull}};
    static constexpr Column<Uuid>             berthId            {10, {.name = "berth_id", .label = NIMARA_TR("Berth"), .references = "berths", .onDelete = OnDelete::SetNull}};
    static constexpr Column<Uuid>             templateId         {11, {.name = "template_id", .label = NIMARA_TR("Template"), .references = "document_templates", .onDelete = OnDelete::SetNull}};
    static constexpr Column<Uuid>             fileId             {12, {.name = "file_id", .label = NIMARA_TR("File"), .references = "files", .onDelete = OnDelete::SetNull}};
    static constexpr Column<Uuid>             signedFileId       {13, {.name = "signed_file_id", .label = NIMARA_TR("Signed file"), .references = "files", .onDelete = OnDelete::SetNull}};
    static constexpr Column<DocumentProvider> provider           {14, {.name = "provider", .label = NIMARA_TR("Signed with"), .flags = Required, .choices = documentProviderChoices, .initial = "manual"}};
    static constexpr Column<std::string>      providerDocumentId {15, {.name = "provider_document_id", .flags = ServerSet, .maxLength = 200}};
    static constexpr Column<Instant>          sentAt             {16, {.name = "sent_at", .label = NIMARA_TR("Sent")}};
    static constexpr Column<Instant>          completedAt        {17, {.name = "completed_at", .label = NIMARA_TR("Completed")}};
    static constexpr Column<Instant>          expiresAt          {18, {.name = "expires_at", .label = NIMARA_TR("Expires")}};
    static constexpr Column<Instant>          lastReminderAt     {19, {.name = "last_reminder_at", .label = NIMARA_TR("Last reminder")}};
    static constexpr Column<Uuid>             createdBy          {20, {.name = "created_by", .label = NIMARA_TR("Created by"), .flags = Required | Immutable | ServerSet | Author, .references = "users"}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, archivedAt, documentType,
                                              title, status, clientId, interestId, berthId, templateId,
                                              fileId, signedFileId, provider, providerDocumentId, sentAt,
                                              completedAt, expiresAt, lastReminderAt, createdBy);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .permission = "documents.view"},
    }};

    static constexpr Table table{
        .name = "documents", .number = 29, .label = NIMARA_TR("Document"), .plural = NIMARA_TR("Documents"),
        .flags = PortScoped | Archivable, .scopes = scopes,
        .rights = {.create = "documents.create", .edit = "documents.create", .remove = "documents.delete"},
        .columns = columns, .titleColumn = "title", .titleColumn2 = "status"};
};

struct DocumentSigners
{
    static constexpr Column<Uuid>         id                  {0, spec::id};
    static constexpr Column<Uuid>         portId              {1, spec::portId};
    static constexpr Column<Instant>      createdAt           {2, spec::createdAt};
    static constexpr Column<Instant>      updatedAt           {3, spec::updatedAt};
    static constexpr Column<Uuid>         documentId          {4, {.name = "document_id", .label = NIMARA_TR("Document"), .flags = Required | Immutable, .references = "documents"}};
    static constexpr Column<std::string>  name                {5, {.name = "name", .label = NIMARA_TR("Name"), .flags = Required, .maxLength = 200}};
    static constexpr Column<std::string>  email               {6, {.name = "email", .label = NIMARA_TR("E-mail"), .flags = Required | Sensitive, .maxLength = 254}};
    static constexpr Column<SignerRole>   role                {7, {.name = "role", .label = NIMARA_TR("Role"), .flags = Required, .choices = signerRoleChoices, .initial = "signer"}};
    static constexpr Column<std::int64_t> signingOrder        {8, {.name = "signing_order", .label = NIMARA_TR("Order"), .flags = Required, .policy = Policy::LastWriter, .initial = "1"}};
    static constexpr Column<SignerStatus> status              {9, {.name = "status", .label = NIMARA_TR("Status"), .flags = Required, .choices = signerStatusChoices, .initial = "pending"}};
    static constexpr Column<Instant>      signedAt            {10, {.name = "signed_at", .label = NIMARA_TR("Signed")}};
    static constexpr Column<std::string>  providerRecipientId {11, {.name = "provider_recipient_id", .flags = ServerSet, .maxLength = 200}};
    static constexpr Column<std::string>  signingTokenEnc     {12, {.name = "signing_token_enc", .flags = ServerOnly | Sensitive, .maxLength = 4000}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, documentId, name, email,
                                              role, signingOrder, status, signedAt, providerRecipientId,
                                              signingTokenEnc);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .permission = "documents.view"},
    }};

    static constexpr Table table{
        .name = "document_signers", .number = 30, .label = NIMARA_TR("Signer"), .plural = NIMARA_TR("Signers"),
        .flags = PortScoped, .scopes = scopes,
        .rights = {.create = "documents.create", .edit = "documents.create", .remove = "documents.create"},
        .columns = columns, .titleColumn = "name", .titleColumn2 = "status", .parentColumn = "document_id"};
};

struct DocumentEvents
{
    static constexpr Column<Uuid>        id              {0, spec::id};
    static constexpr Column<Uuid>        portId          {1, spec::portId};
    static constexpr Column<Instant>     createdAt       {2, spec::createdAt};
    static constexpr Column<Instant>     updatedAt       {3, spec::updatedAt};
    static constexpr Column<Uuid>        documentId      {4, {.name = "document_id", .label = NIMARA_TR("Document"), .flags = Required | Immutable | ServerSet, .references = "documents"}};
    static constexpr Column<std::string> event           {5, {.name = "event", .label = NIMARA_TR("Event"), .flags = Required | Immutable | ServerSet, .maxLength = 80}};
    static constexpr Column<std::string> actor           {6, {.name = "actor", .label = NIMARA_TR("By"), .flags = Immutable | ServerSet, .maxLength = 254}};
    static constexpr Column<Json>        detail          {7, {.name = "detail", .flags = Required | Immutable | ServerSet, .initial = "{}"}};
    static constexpr Column<Instant>     occurredAt      {8, {.name = "occurred_at", .label = NIMARA_TR("At"), .flags = Required | Immutable | ServerSet}};
    static constexpr Column<std::string> providerEventId {9, {.name = "provider_event_id", .flags = Immutable | ServerSet, .maxLength = 200}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, documentId, event, actor,
                                              detail, occurredAt, providerEventId);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .permission = "documents.view"},
    }};
    static constexpr std::array<std::string_view, 1> providerEventKey{"provider_event_id"};
    static constexpr std::array<UniqueRule, 1> uniques{{
        {.name = "document_events_provider_event", .columns = providerEventKey},
    }};

    static constexpr Table table{
        .name = "document_events", .number = 31, .label = NIMARA_TR("Document event"), .plural = NIMARA_TR("Document history"),
        .flags = PortScoped, .scopes = scopes,
        .columns = columns, .uniques = uniques, .titleColumn = "event", .parentColumn = "document_id"};
};

struct FormTemplates
{
    static constexpr Column<Uuid>         id         {0, spec::id};
    static constexpr Column<Uuid>         portId     {1, spec::portId};
    static constexpr Column<Instant>      createdAt  {2, spec::createdAt};
    static constexpr Column<Instant>      updatedAt  {3, spec::updatedAt};
    static constexpr Column<Instant>      archivedAt {4, spec::archivedAt};
    static constexpr Column<std::string>  name       {5, {.name = "name", .label = NIMARA_TR("Name"), .flags = Required, .maxLength = 200}};
    static constexpr Column<std::string>  slug       {6, {.name = "slug", .label = NIMARA_TR("Short name"), .flags = Required, .maxLength = 63}};
    static constexpr Column<Json>         fields     {7, {.name = "fields", .label = NIMARA_TR("Fields"), .flags = Required, .initial = "[]"}};
    static constexpr Column<FormTarget>   target     {8, {.name = "target", .label = NIMARA_TR("For"), .flags = Required, .choices = formTargetChoices, .initial = "client"}};
    static constexpr Column<bool>         isActive   {9, {.name = "is_active", .label = NIMARA_TR("Active"), .flags = Required, .initial = "true"}};
    static constexpr Column<std::int64_t> expiryDays {10, {.name = "expiry_days", .label = NIMARA_TR("Valid for"), .flags = Required, .initial = "14", .unit = "days"}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, archivedAt, name, slug,
                                              fields, target, isActive, expiryDays);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::Port},
    }};
    static constexpr std::array<std::string_view, 1> slugKey{"slug"};
    static constexpr std::array<UniqueRule, 1> uniques{{
        {.name = "form_templates_slug", .columns = slugKey, .amongActive = true},
    }};

    static constexpr Table table{
        .name = "form_templates", .number = 32, .label = NIMARA_TR("Form"), .plural = NIMARA_TR("Forms"),
        .flags = PortScoped | Archivable, .scopes = scopes,
        .rights = {.create = "admin.manage_forms", .edit = "admin.manage_forms", .remove = "admin.manage_forms"},
        .columns = columns, .uniques = uniques, .titleColumn = "name"};
};

struct FormSubmissions
{
    static constexpr Column<Uuid>        id             {0, spec::id};
    static constexpr Column<Uuid>        portId         {1, spec::portId};
    static constexpr Column<Instant>     createdAt      {2, spec::createdAt};
    static constexpr Column<Instant>     updatedAt      {3, spec::updatedAt};
    static constexpr Column<Uuid>        formTemplateId {4, {.name = "form_template_id", .label = NIMARA_TR("Form"), .flags = Required | Immutable | ServerSet, .references = "form_templates"}};
    static constexpr Column<Uuid>        clientId       {5, {.name = "client_id", .label = NIMARA_TR("Client"), .flags = ServerSet, .references = "clients", .onDelete = OnDelete::SetNull}};
    static constexpr Column<Uuid>        interestId     {6, {.name = "interest_id", .label = NIMARA_TR("Interest"), .flags = ServerSet, .references = "interests", .onDelete = OnDelete::SetNull}};
    static constexpr Column<std::string> tokenHash      {7, {.name = "token_hash", .flags = Required | ServerOnly | Sensitive, .maxLength = 128}};
    static constexpr Column<Json>        prefill        {8, {.name = "prefill", .flags = Required | ServerSet, .initial = "{}"}};
    static constexpr Column<Json>        answers        {9, {.name = "answers", .label = NIMARA_TR("Answers"), .flags = Required | ServerSet, .initial = "{}"}};
    static constexpr Column<FormStatus>  status         {10, {.name = "status", .label = NIMARA_TR("Status"), .flags = Required | ServerSet, .choices = formStatusChoices, .initial = "open"}};
    static constexpr Column<Instant>     expiresAt      {11, {.name = "expires_at", .label = NIMARA_TR("Expires"), .flags = Required | ServerSet}};
    static constexpr Column<Instant>     submittedAt    {12, {.name = "submitted_at", .label = NIMARA_TR("Submitted"), .flags = ServerSet}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, formTemplateId, clientId,
                                              interestId, tokenHash, prefill, answers, status, expiresAt,
                                              submittedAt);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .permission = "clients.view"},
    }};

    static constexpr Table table{
        .name = "form_submissions", .number = 33, .label = NIMARA_TR("Form submission"), .plural = NIMARA_TR("Form submissions"),
        .flags = PortScoped, .scopes = scopes,
        .columns = columns, .titleColumn = "form_template_id", .titleColumn2 = "status", .parentColumn = "client_id"};
};

// clang-format on

} // namespace nimara::schema
