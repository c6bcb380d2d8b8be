#include "ui/pages/admin/settings_page.h"

#include "models/base/json.h"
#include "models/domain/holds.h"
#include "models/items/labels.h"
#include "models/schema/tables/all.h"
#include "models/store/when_done.h"
#include "ui/entity/edits.h"
#include "ui/entity/online_card.h"
#include "ui/entity/rights_text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/label.h"

#include <QComboBox>
#include <QGridLayout>
#include <QShortcut>
#include <QSpinBox>
#include <QVBoxLayout>

namespace nimara::ui {

namespace {

using schema::Ports;

constexpr int numberWidth = 120;

QComboBox *choiceBox(std::span<const Choice> choices, QWidget *parent)
{
    auto *box = new QComboBox(parent);
    for (const Choice &choice : choices)
        box->addItem(nimara::translated(choice.label), fromUtf8(choice.value));
    return box;
}

} // namespace

SettingsPage::SettingsPage(ShellContext &context, QWidget *parent)
    : PlainPage(context, tr("Settings"), parent)
{
    m_save = makeButton(tr("Save"), Emphasis::Primary, QStringLiteral("check"), this);
    m_save->setObjectName(QStringLiteral("save"));
    connect(m_save, &QPushButton::clicked, this, &SettingsPage::save);
    addAction(m_save);
    auto *keys = new QShortcut(QKeySequence::Save, this);
    keys->setContext(Qt::WidgetWithChildrenShortcut);
    connect(keys, &QShortcut::activated, this, &SettingsPage::save);
    addContent(makeNumbers());
    addContent(makeRules());
    addContent(makeSystem());
    connect(&host().store(), &Store::tableChanged, this, [this](int table) {
        if (table == Ports::table.number && !hasUnsavedChanges())
            refresh();
    });
    describe();
}

QWidget *SettingsPage::makeNumbers()
{
    auto *card = new Card(tr("Follow-ups and warnings"), content());
    card->setMaximumWidth(theme().px(textWidth));
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(theme().px(size::card));
    grid->setVerticalSpacing(theme().px(size::gap));
    grid->setColumnStretch(0, 1);
    const auto add = [&](const char *key, const QString &label, const QString &unit, int usual, int most) {
        const int line = grid->rowCount();
        auto *box = new QSpinBox(card);
        box->setObjectName(QLatin1String(key));
        box->setRange(1, most);
        box->setSuffix(QLatin1Char(' ') + unit);
        box->setFixedWidth(theme().px(numberWidth));
        box->setAccessibleName(label);
        auto *name = new Label(label, Type::Body, Token::Text, QFont::Normal, card);
        name->setWordWrap(true);
        name->setBuddy(box);
        grid->addWidget(name, line, 0);
        grid->addWidget(box, line, 1);
        m_numbers.push_back({key, box, usual});
        connect(box, &QSpinBox::valueChanged, this, &SettingsPage::describe);
    };
    add("followUpReminderDays", tr("Remind of a client this long after the last contact"), tr("days"), 14,
        365);
    add("eoiReminderIntervalDays", tr("Remind of an unsigned EOI every"), tr("days"), 3, 90);
    add("tenureExpiryWarningMonths", tr("Warn before the end of a tenure"), tr("months"), 6, 60);
    add("offlineLeaseHours", tr("A laptop may work without the server for"), tr("hours"), 72, 24 * 30);
    add(holdHoursKey.data(), tr("A berth may be held for a client for at most"), tr("hours"),
        defaultHoldHours, mostHoldHours);
    card->body()->addLayout(grid);
    return card;
}

QWidget *SettingsPage::makeRules()
{
    auto *card = new Card(tr("When the status of a berth changes"), content());
    card->setMaximumWidth(theme().px(textWidth));
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(theme().px(size::card));
    grid->setVerticalSpacing(theme().px(size::gap));
    grid->setColumnStretch(0, 1);
    for (std::size_t i = 0; i < berthTriggerChoices.size(); ++i) {
        const QString trigger = nimara::translated(berthTriggerChoices[i].label);
        auto *mode = choiceBox(ruleModeChoices, card);
        auto *status = choiceBox(berthStatusChoices, card);
        mode->setAccessibleName(tr("%1: what to do").arg(trigger));
        status->setAccessibleName(tr("%1: new status").arg(trigger));
        auto *label = new Label(trigger, Type::Body, Token::Text, QFont::Normal, card);
        label->setWordWrap(true);
        const int line = static_cast<int>(i);
        grid->addWidget(label, line, 0);
        grid->addWidget(mode, line, 1);
        grid->addWidget(status, line, 2);
        m_rules.emplace_back(mode, status);
        connect(mode, &QComboBox::currentIndexChanged, this, &SettingsPage::describe);
        connect(status, &QComboBox::currentIndexChanged, this, &SettingsPage::describe);
    }
    card->body()->addLayout(grid);
    return card;
}

QWidget *SettingsPage::makeSystem()
{
    using schema::SystemSettings;
    return new OnlineCard(host(),
                          {.title = tr("Settings of the server"),
                           .query = {.table = &SystemSettings::table, .sort = {{"key", false}}},
                           .columns = {SystemSettings::key.index(), SystemSettings::value.index(),
                                       SystemSettings::updatedBy.index(), SystemSettings::updatedAt.index()},
                           .emptyText = tr("The server works with the settings it came with")},
                          content());
}

void SettingsPage::refresh()
{
    whenDone(host().store().row(Ports::table, host().store().session().portId), this,
             [this](const Result<Row> &port) {
                 if (!port)
                     return host().toastError(port.error());
                 m_port = *port;
                 showSettings();
             });
}

Json SettingsPage::settings() const
{
    if (!m_port.isValid())
        return Json::object();
    const auto stored = m_port[Ports::settings];
    return stored && stored->is_object() ? *stored : Json::object();
}

void SettingsPage::showSettings()
{
    const Json stored = settings();
    for (const NumberSetting &number : m_numbers) {
        const auto said = stored.find(number.key);
        number.box->setValue(said != stored.end() && said->is_number_integer() ? said->get<int>()
                                                                               : number.usual);
    }
    const BerthRules rules = berthRules(stored);
    for (std::size_t i = 0; i < m_rules.size(); ++i) {
        m_rules[i].first->setCurrentIndex(static_cast<int>(rules[i].mode));
        m_rules[i].second->setCurrentIndex(static_cast<int>(rules[i].target));
    }
    describe();
}

// Only what differs from the default or was said before is written: a default that changes later still holds.
Json SettingsPage::edited() const
{
    Json now = settings();
    for (const NumberSetting &number : m_numbers) {
        if (now.contains(number.key) || number.box->value() != number.usual)
            now[number.key] = number.box->value();
    }
    BerthRules rules = defaultBerthRules();
    for (std::size_t i = 0; i < m_rules.size(); ++i) {
        rules[i].mode = static_cast<RuleMode>(m_rules[i].first->currentIndex());
        rules[i].target = static_cast<BerthStatus>(m_rules[i].second->currentIndex());
    }
    if (rules != berthRules(now))
        now[std::string(berthRulesKey)] = berthRulesJson(rules);
    return now;
}

bool SettingsPage::hasUnsavedChanges() const
{
    return m_port.isValid() && edited() != settings();
}

void SettingsPage::discardChanges()
{
    showSettings();
}

void SettingsPage::describe()
{
    const Store &store = host().store();
    const Verdict verdict = canEdit(Ports::table, actorOf(store), m_port.isValid() ? &m_port : nullptr);
    applyVerdict(*m_save, store, verdict,
                 QKeySequence(QKeySequence::Save).toString(QKeySequence::NativeText));
    m_save->setEnabled(verdict && hasUnsavedChanges());
    for (const NumberSetting &number : m_numbers)
        number.box->setEnabled(static_cast<bool>(verdict));
    for (const auto &[mode, status] : m_rules) {
        mode->setEnabled(static_cast<bool>(verdict));
        status->setEnabled(verdict && mode->currentIndex() != static_cast<int>(RuleMode::Off));
    }
}

void SettingsPage::save()
{
    if (!m_save->isEnabled())
        return;
    Row now = m_port;
    now.set(Ports::settings, edited());
    Edit edit = updateEdit(m_port, now);
    edit.title = toUtf8(tr("Change the settings of the port"));
    whenDone(host().store().submit(std::move(edit)), this, [this, now](const Result<Uuid> &result) {
        if (!result)
            return host().toastError(result.error());
        m_port = now;
        showSettings();
        host().toast({tr("Settings saved"), Tone::Success});
    });
}

} // namespace nimara::ui
