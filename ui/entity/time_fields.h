#pragma once

#include "ui/entity/field_editor.h"

#include <QDate>
#include <QTime>

class QLineEdit;

namespace nimara::ui {

class IconButton;

// A day: typed in any usual way, or picked from a calendar. Down opens the calendar, Up and Down in it move.
class DayInput : public QWidget
{
    Q_OBJECT

public:
    DayInput(EntityHost &host, QWidget *parent);

    void setDay(QDate day);
    QDate day() const; // invalid: none, or not readable
    bool isEmpty() const;
    void setReadOnly(bool readOnly);
    QLineEdit *line() const { return m_edit; }

signals:
    void edited();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void openCalendar();
    void tidy();
    QDate today() const;
    QString written(QDate day) const;

    EntityHost &m_host;
    QLineEdit *m_edit = nullptr;
    IconButton *m_button = nullptr;
};

class DateField : public FieldEditor
{
    Q_OBJECT

public:
    DateField(EntityHost &host, QWidget *parent);

    void setValue(const Value &value) override;
    std::optional<Value> value() const override;
    QString problem() const override;
    void setReadOnly(bool readOnly) override;

private:
    DayInput *m_day = nullptr;
};

// A moment, as the clock of the port shows it.
class InstantField : public FieldEditor
{
    Q_OBJECT

public:
    InstantField(EntityHost &host, QWidget *parent);

    void setValue(const Value &value) override;
    std::optional<Value> value() const override;
    QString problem() const override;
    void setReadOnly(bool readOnly) override;

private:
    QTime time() const;

    EntityHost &m_host;
    DayInput *m_day = nullptr;
    QLineEdit *m_time = nullptr;
    Value m_shown; // kept to the microsecond while nothing else is typed
    QString m_shownDay;
    QString m_shownTime;
};

} // namespace nimara::ui
