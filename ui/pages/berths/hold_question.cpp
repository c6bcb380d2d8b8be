#include "ui/pages/berths/hold_question.h"

#include "models/base/json.h"
#include "models/domain/holds.h"
#include "models/items/labels.h"
#include "models/items/value_text.h"
#include "models/schema/tables/interests.h"
#include "models/schema/tables/people.h"
#include "models/store/berth_queries.h"
#include "models/store/when_done.h"
#include "ui/entity/edits.h"
#include "ui/entity/entity_host.h"
#include "ui/entity/flow_layout.h"
#include "ui/entity/reference_field.h"
#include "ui/entity/time_fields.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"

#include <QShortcut>
#include <QVBoxLayout>

namespace nimara::ui {

namespace {

using schema::BerthHolds;
using schema::Ports;

constexpr int clientWidth = 260;
constexpr std::chrono::hours usualHold(24);

} // namespace

HoldQuestion::HoldQuestion(EntityHost &host, QWidget *parent)
    : QWidget(parent), m_host(host), m_longest(defaultHoldHours)
{
    setObjectName(QStringLiteral("holdQuestion"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme().px(size::grid * 2));
    column->addWidget(makeFields());
    m_limit = new Label({}, Type::Small, Token::Muted, QFont::Normal, this);
    m_limit->setWordWrap(true);
    column->addWidget(m_limit);
    m_problem = new Label({}, Type::Small, Token::Danger, QFont::Normal, this);
    m_problem->setObjectName(QStringLiteral("holdProblem"));
    m_problem->setWordWrap(true);
    column->addWidget(m_problem);
    setFocusProxy(m_client);

    auto *escape = new QShortcut(QKeySequence(Qt::Key_Escape), this);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, &HoldQuestion::closed);
    for (const int key : {Qt::Key_Return, Qt::Key_Enter}) {
        auto *enter = new QShortcut(QKeySequence(Qt::CTRL | key), this);
        enter->setContext(Qt::WidgetWithChildrenShortcut);
        connect(enter, &QShortcut::activated, this, &HoldQuestion::confirm);
    }
}

QWidget *HoldQuestion::makeFields()
{
    auto *fields = new QWidget(this);
    auto *flow = new FlowLayout(fields);
    flow->setGaps(theme().px(size::grid * 2), theme().px(size::grid * 2));
    m_client = new ReferenceField(m_host, BerthHolds::table, BerthHolds::clientId.info(), fields);
    m_client->setObjectName(QStringLiteral("holdClient"));
    m_client->setAccessibleName(columnLabel(BerthHolds::clientId.info()));
    m_client->setFixedWidth(theme().px(clientWidth));
    m_until = new InstantField(m_host, fields);
    m_until->setObjectName(QStringLiteral("holdUntil"));
    m_until->setAccessibleName(columnLabel(BerthHolds::heldUntil.info()));
    m_hold = makeButton(tr("Hold"), Emphasis::Primary, {}, fields);
    m_hold->setObjectName(QStringLiteral("confirmHold"));
    auto *cancel = makeButton(tr("Cancel"), Emphasis::Quiet, {}, fields);
    const auto words = [&](const QString &text) {
        return new Label(text, Type::Body, Token::Muted, QFont::Normal, fields);
    };
    flow->addWidget(words(tr("For")));
    flow->addWidget(m_client);
    flow->addWidget(words(tr("until")));
    flow->addWidget(m_until);
    flow->addWidget(m_hold);
    flow->addWidget(cancel);
    connect(m_hold, &QPushButton::clicked, this, &HoldQuestion::confirm);
    connect(cancel, &QPushButton::clicked, this, &HoldQuestion::closed);
    for (FieldEditor *field : std::initializer_list<FieldEditor *>{m_client, m_until})
        connect(field, &FieldEditor::edited, this, [this] { m_problem->hide(); });
    return fields;
}

void HoldQuestion::ask(const Row &berth)
{
    m_berth = berth;
    m_client->setValue({});
    m_until->setValue((currentTime() + usualHold).micros());
    m_problem->hide();
    m_limit->hide();
    fetchLimit();
}

void HoldQuestion::fetchLimit()
{
    whenDone(m_host.store().row(Ports::table, m_host.store().session().portId), this,
             [this](const Result<Row> &port) {
                 const auto settings = port ? (*port)[Ports::settings] : std::nullopt;
                 m_longest = longestHold(settings.value_or(Json::object()));
                 const Instant latest = currentTime() + m_longest;
                 m_limit->setText(tr("At the latest until %1.").arg(m_host.format().dateTime(latest)));
                 m_limit->show();
             });
}

QString HoldQuestion::problem() const
{
    const auto client = m_client->value();
    if (!client || isNull(*client))
        return m_client->problem().isEmpty() ? tr("Choose the client.") : m_client->problem();
    const auto until = m_until->value();
    const auto *micros = until ? std::get_if<std::int64_t>(&*until) : nullptr;
    if (!micros)
        return until ? tr("Enter until when.") : m_until->problem();
    const auto fits = checkHoldTime(Instant(*micros), currentTime(), m_longest);
    return fits ? QString() : errorSentence(fits.error());
}

// What another laptop did is asked for once more: a hold that has come in the meantime is told, not clashed with.
void HoldQuestion::confirm()
{
    const QString text = problem();
    m_problem->setText(text);
    m_problem->setVisible(!text.isEmpty());
    if (!text.isEmpty())
        return;
    whenDone(m_host.store().list(activeHoldsOn(m_berth.id())), this,
             [this, berth = m_berth.id()](const Result<std::vector<Row>> &holds) {
                 if (berth != m_berth.id())
                     return;
                 if (holds && !standingAmong(*holds, currentTime()))
                     return submit();
                 m_problem->setText(holds ? tr("This berth is held already.") : errorSentence(holds.error()));
                 m_problem->show();
             });
}

void HoldQuestion::submit()
{
    Store &store = m_host.store();
    Row hold = newRow(BerthHolds::table, store);
    hold.set(BerthHolds::berthId, m_berth.id());
    hold.setValue(BerthHolds::clientId.index(), *m_client->value());
    hold.setValue(BerthHolds::heldUntil.index(), *m_until->value());
    Edit edit = createEdit(hold);
    const QString title = tr("Hold berth %1").arg(rowTitle(store, m_berth));
    edit.title = toUtf8(title);
    whenDone(store.submit(std::move(edit)), this, [this](const Result<Uuid> &result) {
        if (!result)
            return m_host.toastError(result.error());
        emit closed();
    });
}

} // namespace nimara::ui
