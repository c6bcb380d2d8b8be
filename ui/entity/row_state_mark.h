#pragma once

#include "models/store/store.h"
#include "ui/theme/tokens.h"

#include <QWidget>

class QLabel;

namespace nimara::ui {

// Where a row stands on its way: saved here, sent, confirmed, needs review. In words, an icon and a colour.
QString rowStateText(RowState state);
QString rowStateIcon(RowState state);
Token rowStateColor(RowState state);

class RowStateMark : public QWidget
{
    Q_OBJECT

public:
    explicit RowStateMark(QWidget *parent = nullptr);
    void setState(RowState state);
    RowState state() const { return m_state; }

protected:
    void changeEvent(QEvent *event) override;

private:
    void dress();

    RowState m_state = RowState::Confirmed;
    QLabel *m_icon = nullptr;
    QLabel *m_text = nullptr;
};

} // namespace nimara::ui
