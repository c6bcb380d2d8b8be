#include "ui/entity/time_fields.h"

#include "models/items/labels.h"
#include "ui/entity/date_text.h"
#include "ui/entity/entity_host.h"
#include "ui/entity/popup.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/format.h"

#include <QCalendarWidget>
#include <QDateTime>
#include <QFrame>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>

namespace nimara::ui {

namespace {

constexpr int dayWidth = 140;
constexpr int timeWidth = 72;
const QString clockFormat = QStringLiteral("HH:mm");
constexpr int usualHour = 9; // of a day without a time

} // namespace

DayInput::DayInput(EntityHost &host, QWidget *parent) : QWidget(parent), m_host(host)
{
    m_edit = new QLineEdit(this);
    m_edit->setFixedWidth(theme().px(dayWidth));
    m_edit->setPlaceholderText(written(QDate(QDate::currentDate().year(), 12, 31)));
    m_edit->installEventFilter(this);
    m_button = new IconButton(QStringLiteral("calendar"), tr("Open the calendar"), this);
    m_button->setFocusPolicy(Qt::NoFocus); // the field opens it by the arrow key
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme().px(size::grid * 2));
    layout->addWidget(m_edit);
    layout->addWidget(m_button);
    setFocusProxy(m_edit);
    connect(m_button, &QToolButton::clicked, this, &DayInput::openCalendar);
    connect(m_edit, &QLineEdit::textEdited, this, &DayInput::edited);
    connect(m_edit, &QLineEdit::editingFinished, this, &DayInput::tidy);
}

QDate DayInput::today() const
{
    return QDateTime::currentDateTimeUtc().toTimeZone(m_host.format().zone()).date();
}

QString DayInput::written(QDate day) const
{
    const auto date = Date::parse(toUtf8(day.toString(Qt::ISODate)));
    return date ? m_host.format().date(*date) : QString();
}

void DayInput::setDay(QDate day)
{
    m_edit->setText(day.isValid() ? written(day) : QString());
}

QDate DayInput::day() const
{
    return dateFromText(m_edit->text(), m_host.format().locale(), today());
}

bool DayInput::isEmpty() const
{
    return m_edit->text().trimmed().isEmpty();
}

void DayInput::setReadOnly(bool readOnly)
{
    m_edit->setReadOnly(readOnly);
    m_edit->setEnabled(!readOnly);
    m_button->setVisible(!readOnly);
}

void DayInput::tidy()
{
    if (const QDate read = day(); read.isValid())
        setDay(read);
}

void DayInput::openCalendar()
{
    auto *panel = makePopup(this);
    auto *calendar = new QCalendarWidget(panel);
    calendar->setLocale(m_host.format().locale());
    calendar->setFirstDayOfWeek(m_host.format().locale().firstDayOfWeek());
    calendar->setVerticalHeaderFormat(QCalendarWidget::NoVerticalHeader);
    calendar->setSelectedDate(day().isValid() ? day() : today());
    panel->layout()->addWidget(calendar);
    panel->setFocusProxy(calendar);
    const auto choose = [this, panel](QDate chosen) {
        setDay(chosen);
        emit edited();
        panel->close();
    };
    connect(calendar, &QCalendarWidget::clicked, this, choose);
    connect(calendar, &QCalendarWidget::activated, this, choose);
    showBelow(*panel, *m_edit);
}

bool DayInput::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_edit && event->type() == QEvent::KeyPress && !m_edit->isReadOnly()) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Down) {
            openCalendar();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

DateField::DateField(EntityHost &host, QWidget *parent) : FieldEditor(parent)
{
    m_day = new DayInput(host, this);
    auto *layout = makeRow();
    layout->addWidget(m_day);
    layout->addStretch(1);
    setFocusProxy(m_day);
    connect(m_day, &DayInput::edited, this, &FieldEditor::edited);
}

void DateField::setValue(const Value &value)
{
    const auto *text = std::get_if<std::string>(&value);
    m_day->setDay(text ? QDate::fromString(fromUtf8(*text), Qt::ISODate) : QDate());
}

std::optional<Value> DateField::value() const
{
    if (m_day->isEmpty())
        return Value();
    const QDate day = m_day->day();
    return day.isValid() ? std::optional(Value(toUtf8(day.toString(Qt::ISODate)))) : std::nullopt;
}

QString DateField::problem() const
{
    return value() ? QString() : tr("Enter a date, such as %1.").arg(m_day->line()->placeholderText());
}

void DateField::setReadOnly(bool readOnly)
{
    m_day->setReadOnly(readOnly);
}

InstantField::InstantField(EntityHost &host, QWidget *parent) : FieldEditor(parent), m_host(host)
{
    m_day = new DayInput(host, this);
    m_time = new QLineEdit(this);
    m_time->setFixedWidth(theme().px(timeWidth));
    m_time->setPlaceholderText(QTime(usualHour, 0).toString(clockFormat));
    m_time->setAccessibleName(tr("Time"));
    auto *layout = makeRow();
    layout->addWidget(m_day);
    layout->addWidget(m_time);
    layout->addStretch(1);
    setFocusProxy(m_day);
    connect(m_day, &DayInput::edited, this, &FieldEditor::edited);
    connect(m_time, &QLineEdit::textEdited, this, &FieldEditor::edited);
    connect(m_time, &QLineEdit::editingFinished, this, [this] {
        if (const QTime read = time(); read.isValid() && !m_time->text().isEmpty())
            m_time->setText(read.toString(clockFormat));
    });
}

QTime InstantField::time() const
{
    if (m_time->text().trimmed().isEmpty())
        return {usualHour, 0};
    return timeFromText(m_time->text(), m_host.format().locale());
}

void InstantField::setValue(const Value &value)
{
    m_shown = value;
    const auto *micros = std::get_if<std::int64_t>(&value);
    const QDateTime local =
        micros ? QDateTime::fromMSecsSinceEpoch(*micros / 1000, m_host.format().zone()) : QDateTime();
    m_day->setDay(local.date());
    m_time->setText(micros ? local.time().toString(clockFormat) : QString());
    m_shownDay = m_day->line()->text();
    m_shownTime = m_time->text();
}

std::optional<Value> InstantField::value() const
{
    if (m_day->line()->text() == m_shownDay && m_time->text() == m_shownTime)
        return m_shown;
    if (m_day->isEmpty() && m_time->text().trimmed().isEmpty())
        return Value();
    const QDate day = m_day->day();
    const QTime clock = time();
    if (!day.isValid() || !clock.isValid())
        return std::nullopt;
    const QDateTime local(day, clock, m_host.format().zone());
    return Value(std::int64_t(local.toMSecsSinceEpoch() * 1000));
}

QString InstantField::problem() const
{
    if (value())
        return {};
    if (!m_day->day().isValid())
        return tr("Enter a date, such as %1.").arg(m_day->line()->placeholderText());
    return tr("Enter a time, such as %1.").arg(m_time->placeholderText());
}

void InstantField::setReadOnly(bool readOnly)
{
    m_day->setReadOnly(readOnly);
    m_time->setReadOnly(readOnly);
    m_time->setEnabled(!readOnly);
}

} // namespace nimara::ui
