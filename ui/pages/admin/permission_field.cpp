#include "ui/pages/admin/permission_field.h"

#include "models/base/json.h"
#include "models/items/labels.h"
#include "models/schema/tables/people.h"
#include "ui/entity/flow_layout.h"
#include "ui/entity/record_context.h"
#include "ui/entity/rights_text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/label.h"

#include <QCheckBox>
#include <QScrollArea>
#include <QVBoxLayout>

namespace nimara::ui {

namespace {

// "Clients: create" stands as "create" under the heading "Clients".
QString headingOf(std::string_view key)
{
    return permissionLabel(key).section(QStringLiteral(": "), 0, 0);
}

QString actionOf(std::string_view key)
{
    QString action = permissionLabel(key).section(QStringLiteral(": "), 1);
    if (!action.isEmpty())
        action[0] = action[0].toUpper();
    return action;
}

} // namespace

PermissionField::PermissionField(QWidget *parent) : FieldEditor(parent)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme().px(size::grid));
    std::string_view resource;
    FlowLayout *flow = nullptr;
    for (const Permission &permission : permissions()) {
        if (permission.resource != resource) {
            resource = permission.resource;
            if (flow)
                column->addSpacing(theme().px(size::grid * 2));
            column->addWidget(
                new Label(headingOf(permission.key), Type::Body, Token::Text, QFont::Medium, this));
            auto *line = new QWidget(this);
            QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
            policy.setHeightForWidth(true);
            line->setSizePolicy(policy);
            flow = new FlowLayout(line);
            flow->setGaps(theme().px(size::card), theme().px(size::grid));
            column->addWidget(line);
        }
        auto *box = new QCheckBox(actionOf(permission.key), this);
        box->setObjectName(QStringLiteral("right_") + fromUtf8(permission.key));
        connect(box, &QCheckBox::clicked, this, [this] {
            m_touched = true;
            emit edited();
        });
        flow->addWidget(box);
        m_boxes[std::string(permission.key)] = box;
    }
    if (!m_boxes.empty())
        setFocusProxy(m_boxes.begin()->second);
}

void PermissionField::setValue(const Value &value)
{
    m_shown = value;
    m_touched = false;
    const auto *text = std::get_if<std::string>(&value);
    const Result<Json> map = parseJson(text ? *text : std::string("{}"));
    const PermissionSet set = map ? PermissionSet::fromJson(*map) : PermissionSet();
    for (const auto &[key, box] : m_boxes)
        box->setChecked(set.has(key));
}

std::optional<Value> PermissionField::value() const
{
    if (!m_touched)
        return m_shown;
    const auto *text = std::get_if<std::string>(&m_shown);
    const Result<Json> was = parseJson(text ? *text : std::string("{}"));
    Json map = was && was->is_object() ? *was : Json::object();
    for (const Permission &permission : permissions()) {
        const bool granted = m_boxes.at(std::string(permission.key))->isChecked();
        map[std::string(permission.resource)][std::string(permission.action)] = granted;
    }
    return Value(map.dump());
}

void PermissionField::setReadOnly(bool readOnly)
{
    for (const auto &[key, box] : m_boxes)
        box->setEnabled(!readOnly);
}

PermissionView::PermissionView(RecordContext &record, QWidget *parent) : QWidget(parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, theme().px(size::gap), 0, 0);
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *holder = new QWidget;
    auto *column = new QVBoxLayout(holder);
    column->setContentsMargins(0, 0, theme().px(size::grid), theme().px(size::page));
    auto *card = new Card(holder);
    m_field = new PermissionField(card);
    m_field->setReadOnly(true);
    card->body()->addWidget(m_field);
    column->addWidget(card);
    column->addStretch(1);
    scroll->setWidget(holder);
    layout->addWidget(scroll);
    const auto show = [this, &record] {
        if (record.isLoaded())
            m_field->setValue(record.row().value(schema::Roles::permissions.index()));
    };
    connect(&record, &RecordContext::changed, this, show);
    show();
}

} // namespace nimara::ui
