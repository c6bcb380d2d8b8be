#include "ui/entity/record_form.h"
#include "ui/entity/undo.h"

#include "models/items/labels.h"
#include "models/items/value_text.h"
#include "models/store/store.h"
#include "models/store/when_done.h"
#include "ui/entity/edits.h"
#include "ui/entity/entity_host.h"
#include "ui/entity/form_field.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QKeySequence>
#include <QScrollArea>
#include <QShortcut>
#include <QVBoxLayout>

#include <algorithm>

namespace nimara::ui {

namespace {

constexpr int formWidth = 640;

} // namespace

RecordForm::RecordForm(EntityHost &host, const PageSpec &spec, QWidget *parent)
    : QWidget(parent), m_host(host), m_spec(spec)
{
    const int margin = theme().px(size::page);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(margin, margin, margin, 0);
    layout->setSpacing(theme().px(size::gap));
    layout->addWidget(makeHeader());
    m_banner = new Banner(this);
    m_banner->hide();
    layout->addWidget(m_banner);
    m_scroll = new QScrollArea(this);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    layout->addWidget(m_scroll, 1);

    const auto shortcut = [this](const QKeySequence &keys, void (RecordForm::*slot)()) {
        auto *key = new QShortcut(keys, this);
        key->setContext(Qt::WidgetWithChildrenShortcut);
        connect(key, &QShortcut::activated, this, slot);
    };
    shortcut(QKeySequence::Save, &RecordForm::save);
    shortcut(QKeySequence(Qt::CTRL | Qt::Key_Return), &RecordForm::save);
    shortcut(QKeySequence(Qt::Key_Escape), &RecordForm::cancel);
}

QWidget *RecordForm::makeHeader()
{
    auto *header = new QWidget(this);
    auto *row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme().px(size::grid * 2));
    m_title = new ElidedLabel({}, Type::Title, Token::Text, QFont::DemiBold, header);
    row->addWidget(m_title, 1);
    m_cancel = makeButton(tr("Cancel"), Emphasis::Secondary, {}, header);
    m_cancel->setObjectName(QStringLiteral("cancel"));
    m_save = makeButton(tr("Save"), Emphasis::Primary, QStringLiteral("check"), header);
    m_save->setObjectName(QStringLiteral("save"));
    m_save->setToolTip(QKeySequence(QKeySequence::Save).toString(QKeySequence::NativeText));
    connect(m_cancel, &QPushButton::clicked, this, &RecordForm::cancel);
    connect(m_save, &QPushButton::clicked, this, &RecordForm::save);
    row->addWidget(m_cancel);
    row->addWidget(m_save);
    return header;
}

void RecordForm::setEmbedded(bool embedded)
{
    const int margin = embedded ? 0 : theme().px(size::page);
    layout()->setContentsMargins(margin, margin, margin, 0);
    m_title->setType(embedded ? Type::Section : Type::Title, QFont::DemiBold);
}

void RecordForm::createNew(const std::vector<std::pair<int, Value>> &preset, const std::vector<int> &fixed)
{
    m_creating = true;
    m_fixed = fixed;
    m_row = newRow(*m_spec.table, m_host.store());
    if (m_spec.prepare)
        m_spec.prepare(m_row, m_host.store());
    for (const auto &[column, value] : preset)
        m_row.setValue(column, value);
    build();
}

void RecordForm::edit(const Row &row)
{
    m_creating = false;
    m_fixed.clear();
    m_row = row;
    build();
}

bool RecordForm::isShown(const ColumnInfo &column) const
{
    if (!isEditable(column) || std::ranges::find(m_fixed, column.index) != m_fixed.end())
        return false;
    return m_creating || !column.is(Immutable);
}

void RecordForm::build()
{
    m_fields.clear();
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, theme().px(size::gap), theme().px(size::page));
    layout->setSpacing(theme().px(size::card));
    m_scroll->setWidget(content); // the former one is deleted
    for (const FormGroup &group : m_spec.form)
        addGroup(group);
    layout->addStretch(1);
    m_banner->hide();
    describe();
    onFieldChanged();
    focusFirst();
}

void RecordForm::addGroup(const FormGroup &group)
{
    QWidget *content = m_scroll->widget();
    auto *layout = static_cast<QVBoxLayout *>(content->layout());
    const Actor actor = actorOf(m_host.store());
    bool headed = false;
    for (const ColumnRef ref : group.fields) {
        const ColumnInfo &column = columnAt(*m_spec.table, ref);
        if (!isShown(column))
            continue;
        if (!headed && !group.title.isEmpty()) {
            headed = true;
            layout->addSpacing(m_fields.isEmpty() ? 0 : theme().px(size::grid * 2));
            layout->addWidget(new Label(group.title, Type::Section, Token::Text, QFont::DemiBold, content));
            if (!group.help.isEmpty())
                layout->addWidget(new Label(group.help, Type::Small, Token::Muted, QFont::Normal, content));
        }
        const auto own = m_spec.editors.find(column.index);
        FieldEditor *editor = own != m_spec.editors.end()
                                  ? own->second(m_host, *m_spec.table, column, content)
                                  : makeFieldEditor(m_host, *m_spec.table, column, content);
        auto *field = new FormField(m_host, *m_spec.table, column, editor, content);
        field->setMaximumWidth(theme().px(formWidth));
        field->start(m_row.value(column.index));
        if (group.fields.size() == 1 && group.title == columnLabel(column))
            field->hideLabel();
        field->setVerdict(m_creating ? canSetOnCreate(column, actor) : canChange(column, actor));
        connect(field, &FormField::changed, this, &RecordForm::onFieldChanged);
        layout->addWidget(field);
        m_fields.append(field);
    }
}

void RecordForm::describe()
{
    if (m_creating) {
        m_title->setText(m_spec.createLabel);
        return;
    }
    const QString name = m_spec.name ? m_spec.name(m_row) : rowTitle(m_host.store(), m_row);
    m_title->setText(name.isEmpty() ? tr("Edit %1").arg(tableLabel(*m_spec.table).toLower())
                                    : tr("Edit %1").arg(name));
}

void RecordForm::focusFirst()
{
    for (FormField *field : std::as_const(m_fields)) {
        if (field->editor().isEnabled()) {
            field->setFocus(Qt::OtherFocusReason);
            return;
        }
    }
}

FormField *RecordForm::field(std::string_view column) const
{
    const auto it =
        std::ranges::find_if(m_fields, [&](const FormField *one) { return one->column().name() == column; });
    return it == m_fields.end() ? nullptr : *it;
}

Row RecordForm::editedRow() const
{
    Row row = m_row;
    for (const FormField *field : m_fields)
        row.setValue(field->column().index, field->edited().value_or(field->stored()));
    return row;
}

void RecordForm::onFieldChanged()
{
    const Row row = editedRow();
    for (FormField *field : std::as_const(m_fields))
        field->editor().rowChanged(row);
}

void RecordForm::rowChanged(const Row &row)
{
    if (m_creating || m_saving || row.id() != m_row.id())
        return;
    m_row = row;
    for (FormField *field : std::as_const(m_fields))
        field->storedChanged(row.value(field->column().index));
}

bool RecordForm::isDirty() const
{
    return std::ranges::any_of(m_fields, &FormField::isDirty);
}

bool RecordForm::checkFields()
{
    FormField *first = nullptr;
    for (FormField *field : std::as_const(m_fields)) {
        if (field->editor().isEnabled() && !field->check() && !first)
            first = field;
    }
    if (!first)
        return true;
    m_scroll->ensureWidgetVisible(first);
    first->setFocus(Qt::OtherFocusReason);
    return false;
}

void RecordForm::save()
{
    if (m_saving || !checkFields())
        return;
    if (!m_creating && !isDirty()) {
        emit saved(m_row.id());
        return;
    }
    m_saving = true;
    Row row = editedRow();
    if (m_creating)
        deriveId(row);
    checkUniqueness(row, 0);
}

// What clashes with a row that is here is said before it is saved; with one that is not, the server says it later.
void RecordForm::checkUniqueness(const Row &row, std::size_t rule)
{
    const auto &rules = m_spec.table->uniques;
    if (rule >= rules.size())
        return askPage(row);
    const UniqueRule &unique = rules[rule];
    Query query{
        .table = m_spec.table, .archived = unique.amongActive ? Archived::Hide : Archived::Show, .limit = 2};
    for (const std::string_view name : unique.columns) {
        const Value &value = row.value(name);
        if (isNull(value))
            return checkUniqueness(row, rule + 1);
        query.filter = Filter::both(std::move(query.filter), Filter::where(name, Compare::Equal, value));
    }
    if (!unique.whereColumn.empty() || m_spec.table->is(OnlineOnly))
        return checkUniqueness(row, rule + 1);
    whenDone(m_host.store().list(std::move(query)), this,
             [this, row, rule](const Result<std::vector<Row>> &found) {
                 const auto other = [&](const Row &one) { return one.id() != row.id() || m_creating; };
                 if (!found || std::ranges::none_of(*found, other))
                     return checkUniqueness(row, rule + 1);
                 m_saving = false;
                 const std::string_view last = m_spec.table->uniques[rule].columns.back();
                 FormField *clashing = field(last);
                 if (!clashing)
                     return showError({.code = ErrorCode::Conflict,
                                       .key = std::string(reject::unique),
                                       .field = std::string(last)});
                 clashing->showProblem(
                     tr("There is one already: %1.").arg(rowTitle(m_host.store(), found->front())));
                 clashing->setFocus(Qt::OtherFocusReason);
             });
}

void RecordForm::askPage(const Row &row)
{
    if (m_creating || !m_spec.check)
        return submit(row);
    m_spec.check(m_host, m_row, row, this, [this, row](const QString &why) {
        if (why.isEmpty())
            return submit(row);
        m_saving = false;
        m_banner->setContent(Tone::Danger, why);
        m_banner->show();
    });
}

QString RecordForm::nameOf(const Row &row) const
{
    const QString name = m_spec.name ? m_spec.name(row) : rowTitle(m_host.store(), row);
    return name.isEmpty() ? tableLabel(*m_spec.table) : name;
}

void RecordForm::submit(const Row &row)
{
    Edit edit = m_creating ? createEdit(row) : updateEdit(m_row, row);
    if (edit.ops.empty()) {
        m_saving = false;
        emit saved(row.id());
        return;
    }
    edit.title = toUtf8((m_creating ? tr("Create %1") : tr("Edit %1")).arg(nameOf(row)));
    const auto answer = [this, row, edit](const Result<Uuid> &result) {
        m_saving = false;
        if (!result)
            return showError(result.error());
        if (!m_creating)
            toastWithUndo(m_host, this, tr("%1 saved").arg(nameOf(row)), edit);
        finish(row.id());
    };
    whenDone(m_host.store().submit(edit), this, answer);
}

void RecordForm::finish(const Uuid &id)
{
    for (FormField *field : std::as_const(m_fields)) {
        if (const auto now = field->edited())
            field->start(*now); // nothing is left to lose
    }
    emit saved(id);
}

void RecordForm::showError(const Error &error)
{
    if (FormField *at = field(error.field)) {
        at->showProblem(errorSentence(error));
        m_scroll->ensureWidgetVisible(at);
        at->setFocus(Qt::OtherFocusReason);
        return;
    }
    const ErrorText text = errorText(error);
    m_banner->setContent(Tone::Danger, text.title, text.advice);
    m_banner->show();
}

void RecordForm::cancel()
{
    if (!isDirty()) {
        emit cancelled();
        return;
    }
    m_host.ask({.title = tr("Discard what you entered?"),
                .text = tr("It has not been saved."),
                .accept = tr("Discard"),
                .destructive = true},
               this, [this] { emit cancelled(); });
}

} // namespace nimara::ui
