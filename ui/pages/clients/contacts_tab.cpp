#include "ui/pages/clients/contacts_tab.h"

#include "models/base/text.h"
#include "models/items/labels.h"
#include "models/schema/tables/clients.h"
#include "models/store/when_done.h"
#include "ui/entity/edits.h"
#include "ui/entity/entity_host.h"
#include "ui/entity/flow_layout.h"
#include "ui/entity/record_context.h"
#include "ui/entity/removal.h"
#include "ui/entity/rights_text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/label.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDesktopServices>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QRegularExpression>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace nimara::ui {

namespace {

using schema::ClientContacts;

constexpr int valueWidth = 260;
constexpr int labelWidth = 140;

QString channelIcon(const std::string &channel)
{
    if (channel == "email")
        return QStringLiteral("mail");
    if (channel == "phone")
        return QStringLiteral("phone");
    if (channel == "whatsapp" || channel == "telegram")
        return QStringLiteral("message-circle");
    return QStringLiteral("at-sign");
}

bool isNumber(std::string_view channel)
{
    return channel == "phone" || channel == "whatsapp";
}

// The same address or number written in another way is the same contact.
std::string normalized(std::string_view channel, const std::string &value)
{
    return isNumber(channel) ? phoneDigits(value) : foldedText(value);
}

QUrl linkOf(const std::string &channel, const std::string &value)
{
    if (channel == "email")
        return QUrl(QStringLiteral("mailto:") + fromUtf8(value));
    if (channel == "phone")
        return QUrl(QStringLiteral("tel:") + fromUtf8(phoneDigits(value)));
    if (channel == "whatsapp")
        return QUrl(QStringLiteral("https://wa.me/") + fromUtf8(phoneDigits(value)).remove(QLatin1Char('+')));
    return {};
}

std::string textIn(const Row &row, const Column<std::string> &column)
{
    return row[column].value_or(std::string());
}

std::string channelOf(const Row &row)
{
    const auto *word = std::get_if<std::string>(&row.value(ClientContacts::channel.index()));
    return word ? *word : std::string();
}

} // namespace

ContactsTab::ContactsTab(RecordContext &record, QWidget *parent) : QWidget(parent), m_record(record)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, theme().px(size::gap), 0, theme().px(size::gap));
    layout->setSpacing(theme().px(size::gap));
    layout->addWidget(makeAdder());
    auto *card = new Card(this);
    card->setFlush(true);
    m_lines = card;
    m_list = card->body();
    m_list->setSpacing(0);
    layout->addWidget(card);
    m_empty = new EmptyState(QStringLiteral("contact-round"), tr("No way to reach this client is known yet"),
                             {}, this);
    layout->addWidget(m_empty);
    layout->addStretch(1);

    connect(&record, &RecordContext::idChanged, this, &ContactsTab::fetch);
    connect(&record, &RecordContext::changed, this, &ContactsTab::applyRights);
    connect(&record.host().store(), &Store::tableChanged, this, [this](int table) {
        if (table == ClientContacts::table.number)
            fetch();
    });
    applyRights();
    fetch();
}

QWidget *ContactsTab::makeAdder()
{
    m_adder = new QWidget(this);
    auto *column = new QVBoxLayout(m_adder);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme().px(size::grid));
    auto *line = new QWidget(m_adder);
    auto *flow = new FlowLayout(line);
    flow->setGaps(theme().px(size::grid * 2), theme().px(size::grid * 2));
    m_channel = new QComboBox(line);
    m_channel->setAccessibleName(nimara::columnLabel(ClientContacts::channel.info()));
    for (const Choice &choice : ClientContacts::channel.info().spec.choices)
        m_channel->addItem(nimara::translated(choice.label), fromUtf8(choice.value));
    m_value = new QLineEdit(line);
    m_value->setObjectName(QStringLiteral("contactValue"));
    m_value->setFixedWidth(theme().px(valueWidth));
    m_value->setPlaceholderText(tr("Address or number"));
    m_value->setAccessibleName(tr("Address or number"));
    m_label = new QLineEdit(line);
    m_label->setFixedWidth(theme().px(labelWidth));
    m_label->setPlaceholderText(tr("Label (optional)"));
    m_label->setAccessibleName(tr("Label"));
    m_primary = new QCheckBox(tr("Primary"), line);
    m_add = makeButton(tr("Add"), Emphasis::Secondary, QStringLiteral("plus"), line);
    m_add->setObjectName(QStringLiteral("addContact"));
    for (QWidget *widget : std::initializer_list<QWidget *>{m_channel, m_value, m_label, m_primary, m_add})
        flow->addWidget(widget);
    m_problem = new Label({}, Type::Small, Token::Danger, QFont::Normal, m_adder);
    m_problem->hide();
    column->addWidget(line);
    column->addWidget(m_problem);
    connect(m_add, &QPushButton::clicked, this, &ContactsTab::add);
    connect(m_value, &QLineEdit::returnPressed, this, &ContactsTab::add);
    connect(m_label, &QLineEdit::returnPressed, this, &ContactsTab::add);
    connect(m_value, &QLineEdit::textEdited, m_problem, &QWidget::hide);
    return m_adder;
}

void ContactsTab::applyRights()
{
    const Store &store = m_record.host().store();
    const Verdict verdict = canCreate(ClientContacts::table, actorOf(store));
    applyVerdict(*m_add, store, verdict);
    m_adder->setVisible(!m_record.isArchived());
    m_adder->setEnabled(static_cast<bool>(verdict));
    m_adder->setToolTip(whyNot(store, verdict));
}

void ContactsTab::fetch()
{
    if (m_record.id().isNil())
        return;
    const Query query{.table = &ClientContacts::table,
                      .filter = Filter::equal(ClientContacts::clientId, m_record.id())};
    whenDone(m_record.host().store().list(query), this,
             [this, id = m_record.id()](const Result<std::vector<Row>> &rows) {
                 if (rows && id == m_record.id())
                     showContacts(*rows);
             });
}

void ContactsTab::showContacts(std::vector<Row> contacts)
{
    // By channel, the primary one first, then as they were entered.
    std::ranges::stable_sort(contacts, [](const Row &left, const Row &right) {
        const auto channel = [](const Row &row) { return row[ClientContacts::channel]; };
        if (channel(left) != channel(right))
            return channel(left) < channel(right);
        const bool first = left[ClientContacts::isPrimary].value_or(false);
        const bool second = right[ClientContacts::isPrimary].value_or(false);
        return first != second ? first : left.id() < right.id();
    });
    m_contacts = std::move(contacts);
    while (QLayoutItem *item = m_list->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const Row &contact : m_contacts)
        m_list->addWidget(makeLine(contact));
    m_lines->setVisible(!m_contacts.empty());
    m_empty->setVisible(m_contacts.empty());
}

QWidget *ContactsTab::makeLine(const Row &contact)
{
    const std::string channel = channelOf(contact);
    const std::string value = textIn(contact, ClientContacts::value);
    auto *line = new QWidget(m_lines);
    line->setFixedHeight(theme().px(44));
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(theme().px(size::gap), 0, theme().px(size::grid * 2), 0);
    row->setSpacing(theme().px(size::gap));
    auto *mark = new QLabel(line);
    const int side = theme().px(size::icon);
    mark->setPixmap(ui::icon(channelIcon(channel)).pixmap(QSize(side, side), devicePixelRatioF()));
    mark->setToolTip(nimara::choiceLabel(ClientContacts::channel.info(), channel));
    row->addWidget(mark);
    const QUrl link = linkOf(channel, value);
    auto *text = new Label(link.isEmpty()
                               ? fromUtf8(value).toHtmlEscaped()
                               : QStringLiteral("<a style=\"text-decoration:none\" href=\"%1\">%2</a>")
                                     .arg(link.toString(QUrl::FullyEncoded), fromUtf8(value).toHtmlEscaped()),
                           Type::Body, link.isEmpty() ? Token::Text : Token::Link, QFont::Normal, line);
    text->setTextInteractionFlags(Qt::TextBrowserInteraction);
    connect(text, &QLabel::linkActivated, this,
            [](const QString &to) { QDesktopServices::openUrl(QUrl(to)); });
    row->addWidget(text);
    if (const std::string label = textIn(contact, ClientContacts::label); !label.empty())
        row->addWidget(new Label(fromUtf8(label), Type::Small, Token::Muted, QFont::Normal, line));
    const bool primary = contact[ClientContacts::isPrimary].value_or(false);
    if (primary)
        row->addWidget(new Chip(tr("Primary"), Tone::Info, line));
    row->addStretch(1);
    const Actor actor = actorOf(m_record.host().store());
    if (!primary && canEdit(ClientContacts::table, actor, &contact)) {
        auto *star = new IconButton(QStringLiteral("star"), tr("Make primary"), line);
        connect(star, &QToolButton::clicked, this, [this, contact] { makePrimary(contact); });
        row->addWidget(star);
    }
    if (canRemove(ClientContacts::table, actor, &contact)) {
        auto *trash = new IconButton(QStringLiteral("trash-2"), tr("Delete"), line);
        connect(trash, &QToolButton::clicked, this, [this, contact] { remove(contact); });
        row->addWidget(trash);
    }
    return line;
}

QString ContactsTab::problemOf(const QString &channel, const QString &value) const
{
    if (value.isEmpty())
        return tr("Enter an address or a number.");
    static const QRegularExpression address(QStringLiteral("^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$"));
    if (channel == QLatin1String("email") && !address.match(value).hasMatch())
        return tr("Enter an e-mail address, such as anna@example.com.");
    if (isNumber(toUtf8(channel)) && phoneDigits(toUtf8(value)).size() < 5)
        return tr("Enter a telephone number, such as +1 264 497 0000.");
    const std::string same = normalized(toUtf8(channel), toUtf8(value));
    const bool known = std::ranges::any_of(m_contacts, [&](const Row &contact) {
        return channelOf(contact) == toUtf8(channel) &&
               normalized(toUtf8(channel), textIn(contact, ClientContacts::value)) == same;
    });
    return known ? tr("This is known already.") : QString();
}

void ContactsTab::add()
{
    const QString channel = m_channel->currentData().toString();
    const QString value = m_value->text().trimmed();
    const QString problem = problemOf(channel, value);
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    if (!problem.isEmpty() || !m_add->isEnabled())
        return;
    EntityHost &host = m_record.host();
    Row contact = newRow(ClientContacts::table, host.store());
    contact.set(ClientContacts::clientId, m_record.id());
    contact.setValue(ClientContacts::channel.index(), toUtf8(channel));
    contact.set(ClientContacts::value, toUtf8(value));
    contact.set(ClientContacts::normalizedValue, normalized(toUtf8(channel), toUtf8(value)));
    if (!m_label->text().trimmed().isEmpty())
        contact.set(ClientContacts::label, toUtf8(m_label->text().trimmed()));
    // The first of its channel is the one to be used, whoever forgot to say so.
    const bool first = std::ranges::none_of(
        m_contacts, [&](const Row &other) { return channelOf(other) == toUtf8(channel); });
    contact.set(ClientContacts::isPrimary, first || m_primary->isChecked());
    Edit edit = createEdit(contact);
    if (m_primary->isChecked()) {
        for (const Row &other : m_contacts) {
            if (channelOf(other) != toUtf8(channel) || !other[ClientContacts::isPrimary].value_or(false))
                continue;
            Row former = other;
            former.set(ClientContacts::isPrimary, false);
            edit.ops.push_back(updateEdit(other, former).ops.front());
        }
    }
    edit.title = toUtf8(tr("Add %1 to %2").arg(value, m_record.name()));
    whenDone(host.store().submit(std::move(edit)), this, [this, &host](const Result<Uuid> &result) {
        if (!result)
            return host.toastError(result.error());
        m_value->clear();
        m_label->clear();
        m_primary->setChecked(false);
        m_value->setFocus(Qt::OtherFocusReason);
    });
}

void ContactsTab::makePrimary(const Row &contact)
{
    Edit edit;
    for (const Row &other : m_contacts) {
        const bool chosen = other.id() == contact.id();
        if (channelOf(other) != channelOf(contact) ||
            other[ClientContacts::isPrimary].value_or(false) == chosen)
            continue;
        Row now = other;
        now.set(ClientContacts::isPrimary, chosen);
        edit.ops.push_back(updateEdit(other, now).ops.front());
    }
    if (edit.ops.empty())
        return;
    EntityHost &host = m_record.host();
    edit.title = toUtf8(tr("Primary contact of %1").arg(m_record.name()));
    whenDone(host.store().submit(std::move(edit)), this, [&host](const Result<Uuid> &result) {
        if (!result)
            host.toastError(result.error());
    });
}

void ContactsTab::remove(const Row &contact)
{
    removeRows(m_record.host(), this, {contact});
}

} // namespace nimara::ui
