#include "models/schema/tables/all.h"
#include "ui/entity/edits.h"
#include "ui/pages/pages.h"
#include "ui/pages/section_page.h"

#include <QCoreApplication>
#include <QDate>

namespace nimara::ui {

namespace {

using schema::Expenses;
using schema::Invoices;

struct FinancePages
{
    Q_DECLARE_TR_FUNCTIONS(FinancePages)

public:
    static PageSpec expenses();
    static PageSpec invoices();
    static std::vector<RecordAction> expenseActions();
    static QString invoiceName(const Row &row);
};

RecordAction toStatus(const QString &label, const QString &icon, ExpenseStatus from, ExpenseStatus to)
{
    return {label, icon, [from](const Row &row) { return row[Expenses::status] == from; },
            [to](Row &row) { row.set(Expenses::status, to); }};
}

std::vector<RecordAction> FinancePages::expenseActions()
{
    return {
        toStatus(tr("Submit"), QStringLiteral("send"), ExpenseStatus::Draft, ExpenseStatus::Submitted),
        toStatus(tr("Approve"), QStringLiteral("check"), ExpenseStatus::Submitted, ExpenseStatus::Approved),
        toStatus(tr("Reject"), QStringLiteral("x"), ExpenseStatus::Submitted, ExpenseStatus::Rejected),
        toStatus(tr("Reimbursed"), QStringLiteral("banknote"), ExpenseStatus::Approved,
                 ExpenseStatus::Reimbursed),
    };
}

PageSpec FinancePages::expenses()
{
    return {
        .table = &Expenses::table,
        .icon = QStringLiteral("receipt"),
        .createLabel = tr("New expense"),
        .emptyText = tr("What the port has spent will stand here"),
        .list = {Expenses::vendor, Expenses::category, Expenses::description, Expenses::amount,
                 Expenses::baseAmount, Expenses::incurredOn, Expenses::status, Expenses::incurredBy},
        .filters = {Expenses::status, Expenses::category, Expenses::incurredBy, Expenses::incurredOn},
        .sort = {{"incurred_on", true}},
        .form = {{tr("Expense"),
                  {Expenses::vendor, Expenses::category, Expenses::description, Expenses::incurredOn}},
                 {tr("Amount"),
                  {Expenses::amount, Expenses::currency, Expenses::exchangeRate, Expenses::paymentMethod},
                  tr("The amount in the port's currency is worked out by the server.")},
                 {tr("State"), {Expenses::status, Expenses::receiptFileId}}},
        .headline = {Expenses::amount, Expenses::baseAmount, Expenses::category, Expenses::incurredOn,
                     Expenses::incurredBy},
        .actions = expenseActions(),
        .prepare =
            [](Row &row, const Store &) {
                row.setValue("incurred_on", QDate::currentDate().toString(Qt::ISODate).toStdString());
            },
    };
}

// A draft made offline bears a number of its own until the server gives the real one.
QString FinancePages::invoiceName(const Row &row)
{
    const auto number = row[Invoices::invoiceNumber];
    const auto provisional = row[Invoices::provisionalNumber];
    if (number)
        return tr("Invoice %1").arg(QString::fromStdString(*number));
    return provisional ? tr("Draft %1").arg(QString::fromStdString(*provisional)) : tr("Draft");
}

PageSpec FinancePages::invoices()
{
    using namespace schema;
    return {
        .table = &Invoices::table,
        .icon = QStringLiteral("receipt-text"),
        .createLabel = tr("New invoice"),
        .emptyText = tr("Invoices to your clients will stand here"),
        .list = {Invoices::invoiceNumber, Invoices::clientId, Invoices::status, Invoices::issueOn,
                 Invoices::dueOn, Invoices::total, Invoices::amountPaid},
        .filters = {Invoices::status, Invoices::clientId, Invoices::dueOn, Invoices::currency},
        .strip = Invoices::status,
        .sort = {{"issue_on", true}},
        .form = {{tr("Invoice"),
                  {Invoices::clientId, Invoices::interestId, Invoices::issueOn, Invoices::dueOn}},
                 {tr("Money"),
                  {Invoices::currency, Invoices::discountAmount, Invoices::taxRate},
                  tr("Lines are added on the record; the server works out the sums.")},
                 {tr("Billed to"), {Invoices::billingName, Invoices::billingAddress, Invoices::billingEmail}},
                 {tr("Text"), {Invoices::notes, Invoices::terms}}},
        .headline = {Invoices::clientId, Invoices::total, Invoices::amountPaid, Invoices::issueOn,
                     Invoices::dueOn},
        .facts = {Invoices::invoiceNumber, Invoices::provisionalNumber, Invoices::subtotal,
                  Invoices::discountAmount, Invoices::taxAmount, Invoices::total, Invoices::sentAt,
                  Invoices::paidAt, Invoices::pdfFileId, Invoices::createdAt, Invoices::updatedAt},
        .tabs = {{.title = tr("Lines"),
                  .related = &InvoiceLineItems::table,
                  .via = &InvoiceLineItems::invoiceId.info(),
                  .list = {InvoiceLineItems::position, InvoiceLineItems::description,
                           InvoiceLineItems::quantity, InvoiceLineItems::unitPrice, InvoiceLineItems::taxRate,
                           InvoiceLineItems::lineTotal}},
                 {.title = tr("Payments"),
                  .related = &InvoicePayments::table,
                  .via = &InvoicePayments::invoiceId.info()},
                 {.title = tr("Expenses"),
                  .related = &InvoiceExpenses::table,
                  .via = &InvoiceExpenses::invoiceId.info()}},
        .ownTabs = true,
        .name = &FinancePages::invoiceName,
    };
}

} // namespace

void registerFinancePages(PageRegistry &registry)
{
    addSection(
        registry, FinancePages::expenses(),
        {.section = Section::Financial, .order = 10, .permissions = {"expenses.view"}, .inNewMenu = true});
    addSection(
        registry, FinancePages::invoices(),
        {.section = Section::Financial, .order = 20, .permissions = {"invoices.view"}, .inNewMenu = true});
}

} // namespace nimara::ui
