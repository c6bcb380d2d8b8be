#pragma once

#include "models/schema/table.h"
#include "models/schema/tables/enums.h"

// Expenses, invoices and exchange rates. Sums are the server's.
namespace nimara::schema {

// clang-format off

struct Expenses
{
    static constexpr Column<Uuid>            id            {0, spec::id};
    static constexpr Column<Uuid>            portId        {1, spec::portId};
    static constexpr Column<Instant>         createdAt     {2, spec::createdAt};
    static constexpr Column<Instant>         updatedAt     {3, spec::updatedAt};
    static constexpr Column<Instant>         archivedAt    {4, spec::archivedAt};
    static constexpr Column<Uuid>            incurredBy    {5, {.name = "incurred_by", .label = NIMARA_TR("Incurred by"), .flags = Required | Immutable | ServerSet | Author, .references = "users"}};
    static constexpr Column<ExpenseCategory> category      {6, {.name = "category", .label = NIMARA_TR("Category"), .flags = Required, .choices = expenseCategoryChoices, .initial = "other"}};
    static constexpr Column<std::string>     vendor        {7, {.name = "vendor", .label = NIMARA_TR("Vendor"), .flags = Searchable, .maxLength = 200}};
    static constexpr Column<std::string>     description   {8, {.name = "description", .label = NIMARA_TR("Description"), .flags = Multiline | Searchable, .maxLength = 2000}};
    static constexpr Column<Money>           amount        {9, {.name = "amount", .label = NIMARA_TR("Amount"), .flags = Required}};
    static constexpr Column<std::string>     currency      {10, {.name = "currency", .label = NIMARA_TR("Currency"), .flags = Required, .initial = "USD", .maxLength = 3}};
    static constexpr Column<Money>           baseAmount    {11, {.name = "base_amount", .label = NIMARA_TR("Amount in the port's currency"), .flags = Required | ServerSet, .initial = "0"}};
    static constexpr Column<ExchangeRate>    exchangeRate  {12, {.name = "exchange_rate", .label = NIMARA_TR("Exchange rate"), .flags = Required, .initial = "1"}};
    static constexpr Column<Date>            incurredOn    {13, {.name = "incurred_on", .label = NIMARA_TR("Date"), .flags = Required}};
    static constexpr Column<std::string>     paymentMethod {14, {.name = "payment_method", .label = NIMARA_TR("Paid by"), .maxLength = 60}};
    static constexpr Column<Uuid>            receiptFileId {15, {.name = "receipt_file_id", .label = NIMARA_TR("Receipt"), .references = "files", .onDelete = OnDelete::SetNull}};
    static constexpr Column<Json>            scan          {16, {.name = "scan", .flags = Required | ServerSet, .initial = "{}"}};
    static constexpr Column<ExpenseStatus>   status        {17, {.name = "status", .label = NIMARA_TR("Status"), .flags = Required, .choices = expenseStatusChoices, .initial = "draft"}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, archivedAt, incurredBy,
                                              category, vendor, description, amount, currency, baseAmount,
                                              exchangeRate, incurredOn, paymentMethod, receiptFileId, scan,
                                              status);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .permission = "expenses.view"},
    }};

    static constexpr Table table{
        .name = "expenses", .number = 34, .label = NIMARA_TR("Expense"), .plural = NIMARA_TR("Expenses"),
        .flags = PortScoped | Archivable, .scopes = scopes,
        .rights = {.create = "expenses.create", .edit = "expenses.edit", .remove = "expenses.delete"},
        .columns = columns, .titleColumn = "vendor", .titleColumn2 = "category"};
};

struct Invoices
{
    static constexpr Column<Uuid>          id                {0, spec::id};
    static constexpr Column<Uuid>          portId            {1, spec::portId};
    static constexpr Column<Instant>       createdAt         {2, spec::createdAt};
    static constexpr Column<Instant>       updatedAt         {3, spec::updatedAt};
    static constexpr Column<Instant>       archivedAt        {4, spec::archivedAt};
    static constexpr Column<std::string>   invoiceNumber     {5, {.name = "invoice_number", .label = NIMARA_TR("Number"), .flags = ServerSet | Searchable, .maxLength = 40}};
    static constexpr Column<std::string>   provisionalNumber {6, {.name = "provisional_number", .label = NIMARA_TR("Provisional number"), .flags = Required | Immutable | ServerSet | Searchable, .maxLength = 40}};
    static constexpr Column<Uuid>          clientId          {7, {.name = "client_id", .label = NIMARA_TR("Client"), .flags = Required, .references = "clients"}};
    static constexpr Column<Uuid>          interestId        {8, {.name = "interest_id", .label = NIMARA_TR("Interest"), .references = "interests", .onDelete = OnDelete::SetNull}};
    static constexpr Column<InvoiceStatus> status            {9, {.name = "status", .label = NIMARA_TR("Status"), .flags = Required, .choices = invoiceStatusChoices, .initial = "draft"}};
    static constexpr Column<Date>          issueOn           {10, {.name = "issue_on", .label = NIMARA_TR("Issued")}};
    static constexpr Column<Date>          dueOn             {11, {.name = "due_on", .label = NIMARA_TR("Due")}};
    static constexpr Column<std::string>   currency          {12, {.name = "currency", .label = NIMARA_TR("Currency"), .flags = Required, .initial = "USD", .maxLength = 3}};
    static constexpr Column<Money>         subtotal          {13, {.name = "subtotal", .label = NIMARA_TR("Subtotal"), .flags = Required | ServerSet, .initial = "0"}};
    static constexpr Column<Money>         discountAmount    {14, {.name = "discount_amount", .label = NIMARA_TR("Discount"), .flags = Required, .initial = "0"}};
    static constexpr Column<TaxRate>       taxRate           {15, {.name = "tax_rate", .label = NIMARA_TR("Tax rate"), .flags = Required, .initial = "0", .unit = "%"}};
    static constexpr Column<Money>         taxAmount         {16, {.name = "tax_amount", .label = NIMARA_TR("Tax"), .flags = Required | ServerSet, .initial = "0"}};
    static constexpr Column<Money>         total             {17, {.name = "total", .label = NIMARA_TR("Total"), .flags = Required | ServerSet, .initial = "0"}};
    static constexpr Column<Money>         amountPaid        {18, {.name = "amount_paid", .label = NIMARA_TR("Paid"), .flags = Required | ServerSet, .initial = "0"}};
    static constexpr Column<std::string>   billingName       {19, {.name = "billing_name", .label = NIMARA_TR("Billed to"), .flags = Searchable, .maxLength = 200}};
    static constexpr Column<std::string>   billingAddress    {20, {.name = "billing_address", .label = NIMARA_TR("Billing address"), .flags = Multiline, .maxLength = 1000}};
    static constexpr Column<std::string>   billingEmail      {21, {.name = "billing_email", .label = NIMARA_TR("Billing e-mail"), .flags = Sensitive, .maxLength = 254}};
    static constexpr Column<std::string>   notes             {22, {.name = "notes", .label = NIMARA_TR("Notes"), .flags = Multiline, .maxLength = 5000}};
    static constexpr Column<std::string>   terms             {23, {.name = "terms", .label = NIMARA_TR("Terms"), .flags = Multiline, .maxLength = 5000}};
    static constexpr Column<Instant>       sentAt            {24, {.name = "sent_at", .label = NIMARA_TR("Sent")}};
    static constexpr Column<Instant>       paidAt            {25, {.name = "paid_at", .label = NIMARA_TR("Paid on"), .flags = ServerSet}};
    static constexpr Column<Uuid>          pdfFileId         {26, {.name = "pdf_file_id", .label = NIMARA_TR("PDF"), .flags = ServerSet, .references = "files", .onDelete = OnDelete::SetNull}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, archivedAt, invoiceNumber,
                                              provisionalNumber, clientId, interestId, status, issueOn,
                                              dueOn, currency, subtotal, discountAmount, taxRate, taxAmount,
                                              total, amountPaid, billingName, billingAddress, billingEmail,
                                              notes, terms, sentAt, paidAt, pdfFileId);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .permission = "invoices.view"},
    }};
    static constexpr std::array<std::string_view, 1> numberKey{"invoice_number"};
    static constexpr std::array<UniqueRule, 1> uniques{{
        {.name = "invoices_number", .columns = numberKey},
    }};

    static constexpr Table table{
        .name = "invoices", .number = 35, .label = NIMARA_TR("Invoice"), .plural = NIMARA_TR("Invoices"),
        .flags = PortScoped | Archivable, .scopes = scopes,
        .rights = {.create = "invoices.create", .edit = "invoices.edit", .remove = "invoices.delete"},
        .columns = columns, .uniques = uniques, .titleColumn = "invoice_number", .titleColumn2 = "provisional_number"};
};

struct InvoiceLineItems
{
    static constexpr Column<Uuid>         id          {0, spec::id};
    static constexpr Column<Uuid>         portId      {1, spec::portId};
    static constexpr Column<Instant>      createdAt   {2, spec::createdAt};
    static constexpr Column<Instant>      updatedAt   {3, spec::updatedAt};
    static constexpr Column<Uuid>         invoiceId   {4, {.name = "invoice_id", .label = NIMARA_TR("Invoice"), .flags = Required | Immutable, .references = "invoices"}};
    static constexpr Column<std::int64_t> position    {5, {.name = "position", .label = NIMARA_TR("Position"), .flags = Required, .policy = Policy::LastWriter, .initial = "1"}};
    static constexpr Column<std::string>  description {6, {.name = "description", .label = NIMARA_TR("Description"), .flags = Required | Multiline, .maxLength = 2000}};
    static constexpr Column<Quantity>     quantity    {7, {.name = "quantity", .label = NIMARA_TR("Quantity"), .flags = Required, .initial = "1"}};
    static constexpr Column<Money>        unitPrice   {8, {.name = "unit_price", .label = NIMARA_TR("Unit price"), .flags = Required}};
    static constexpr Column<TaxRate>      taxRate     {9, {.name = "tax_rate", .label = NIMARA_TR("Tax rate"), .unit = "%"}};
    static constexpr Column<Money>        lineTotal   {10, {.name = "line_total", .label = NIMARA_TR("Line total"), .flags = Required | ServerSet, .initial = "0"}};
    static constexpr Column<Uuid>         berthId     {11, {.name = "berth_id", .label = NIMARA_TR("Berth"), .references = "berths", .onDelete = OnDelete::SetNull}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, invoiceId, position,
                                              description, quantity, unitPrice, taxRate, lineTotal, berthId);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .permission = "invoices.view"},
    }};

    static constexpr Table table{
        .name = "invoice_line_items", .number = 36, .label = NIMARA_TR("Line"), .plural = NIMARA_TR("Lines"),
        .flags = PortScoped, .scopes = scopes,
        .rights = {.create = "invoices.edit", .edit = "invoices.edit", .remove = "invoices.edit"},
        .columns = columns, .titleColumn = "description", .parentColumn = "invoice_id"};
};

struct InvoiceExpenses
{
    static constexpr Column<Uuid>    id        {0, spec::id};
    static constexpr Column<Uuid>    portId    {1, spec::portId};
    static constexpr Column<Instant> createdAt {2, spec::createdAt};
    static constexpr Column<Instant> updatedAt {3, spec::updatedAt};
    static constexpr Column<Uuid>    invoiceId {4, {.name = "invoice_id", .label = NIMARA_TR("Invoice"), .flags = Required | Immutable, .references = "invoices"}};
    static constexpr Column<Uuid>    expenseId {5, {.name = "expense_id", .label = NIMARA_TR("Expense"), .flags = Required | Immutable, .references = "expenses"}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, invoiceId, expenseId);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .permission = "invoices.view"},
    }};
    static constexpr std::array<std::string_view, 1> expenseKey{"expense_id"};
    static constexpr std::array<UniqueRule, 1> uniques{{
        {.name = "invoice_expenses_expense", .columns = expenseKey},
    }};

    static constexpr Table table{
        .name = "invoice_expenses", .number = 37, .label = NIMARA_TR("Invoiced expense"), .plural = NIMARA_TR("Invoiced expenses"),
        .flags = PortScoped, .scopes = scopes,
        .rights = {.create = "invoices.edit", .edit = "invoices.edit", .remove = "invoices.edit"},
        .columns = columns, .uniques = uniques, .titleColumn = "expense_id", .parentColumn = "invoice_id"};
};

// Made by the command that records a payment, which also brings the invoice's sums up to date.
struct InvoicePayments
{
    static constexpr Column<Uuid>        id         {0, spec::id};
    static constexpr Column<Uuid>        portId     {1, spec::portId};
    static constexpr Column<Instant>     createdAt  {2, spec::createdAt};
    static constexpr Column<Instant>     updatedAt  {3, spec::updatedAt};
    static constexpr Column<Uuid>        invoiceId  {4, {.name = "invoice_id", .label = NIMARA_TR("Invoice"), .flags = Required | Immutable, .references = "invoices"}};
    static constexpr Column<Money>       amount     {5, {.name = "amount", .label = NIMARA_TR("Amount"), .flags = Required | Immutable}};
    static constexpr Column<Date>        paidOn     {6, {.name = "paid_on", .label = NIMARA_TR("Paid on"), .flags = Required | Immutable}};
    static constexpr Column<std::string> method     {7, {.name = "method", .label = NIMARA_TR("Method"), .flags = Immutable, .maxLength = 60}};
    static constexpr Column<std::string> reference  {8, {.name = "reference", .label = NIMARA_TR("Reference"), .flags = Immutable, .maxLength = 200}};
    static constexpr Column<Uuid>        recordedBy {9, {.name = "recorded_by", .label = NIMARA_TR("Recorded by"), .flags = Required | Immutable | ServerSet | Author, .references = "users"}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, invoiceId, amount, paidOn,
                                              method, reference, recordedBy);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .permission = "invoices.view"},
    }};

    static constexpr Table table{
        .name = "invoice_payments", .number = 38, .label = NIMARA_TR("Payment"), .plural = NIMARA_TR("Payments"),
        .flags = PortScoped, .scopes = scopes,
        .columns = columns, .titleColumn = "amount", .parentColumn = "invoice_id"};
};

// The row that is locked while an invoice number is given, so that numbers have no gaps.
struct InvoiceCounters
{
    static constexpr Column<Uuid>         id         {0, spec::id};
    static constexpr Column<Uuid>         portId     {1, spec::portId};
    static constexpr Column<Instant>      createdAt  {2, spec::createdAt};
    static constexpr Column<Instant>      updatedAt  {3, spec::updatedAt};
    static constexpr Column<std::int64_t> year       {4, {.name = "year", .flags = Required | Immutable | ServerSet}};
    static constexpr Column<std::int64_t> lastNumber {5, {.name = "last_number", .flags = Required | ServerSet, .initial = "0"}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, year, lastNumber);
    static constexpr std::array<std::string_view, 1> yearKey{"year"};
    static constexpr std::array<UniqueRule, 1> uniques{{
        {.name = "invoice_counters_year", .columns = yearKey},
    }};

    static constexpr Table table{
        .name = "invoice_counters", .number = 39, .label = NIMARA_TR("Invoice counter"), .plural = NIMARA_TR("Invoice counters"),
        .flags = PortScoped | OnlineOnly,
        .columns = columns, .uniques = uniques};
};

struct CurrencyRates
{
    static constexpr Column<Uuid>         id        {0, spec::id};
    static constexpr Column<Instant>      createdAt {1, spec::createdAt};
    static constexpr Column<Instant>      updatedAt {2, spec::updatedAt};
    static constexpr Column<std::string>  base      {3, {.name = "base", .label = NIMARA_TR("From"), .flags = Required | Immutable | ServerSet, .maxLength = 3}};
    static constexpr Column<std::string>  quote     {4, {.name = "quote", .label = NIMARA_TR("To"), .flags = Required | Immutable | ServerSet, .maxLength = 3}};
    static constexpr Column<ExchangeRate> rate      {5, {.name = "rate", .label = NIMARA_TR("Rate"), .flags = Required | ServerSet}};
    static constexpr Column<Date>         asOf      {6, {.name = "as_of", .label = NIMARA_TR("As of"), .flags = Required | Immutable | ServerSet}};
    static constexpr Column<std::string>  source    {7, {.name = "source", .label = NIMARA_TR("Source"), .flags = Required | ServerSet, .maxLength = 60}};

    static constexpr auto columns = columnsOf(id, createdAt, updatedAt, base, quote, rate, asOf, source);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::All},
    }};
    static constexpr std::array<std::string_view, 3> dayKey{"base", "quote", "as_of"};
    static constexpr std::array<UniqueRule, 1> uniques{{
        {.name = "currency_rates_day", .columns = dayKey},
    }};

    static constexpr Table table{
        .name = "currency_rates", .number = 40, .label = NIMARA_TR("Exchange rate"), .plural = NIMARA_TR("Exchange rates"),
        .scopes = scopes,
        .columns = columns, .uniques = uniques, .titleColumn = "base", .titleColumn2 = "quote"};
};

// clang-format on

} // namespace nimara::schema
