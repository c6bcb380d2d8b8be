#pragma once

#include "ui/entity/list_filter.h"
#include "ui/entity/page_spec.h"

#include <QWidget>

class QStackedLayout;

namespace nimara::ui {

class EntityHost;
class EntityList;
class RecordForm;
class RecordView;

// A section over one table: its list, a record of it, the form of a new one. Which of them is shown is decided by the
// address the window was sent to.
class EntityPage : public QWidget
{
    Q_OBJECT

public:
    EntityPage(EntityHost &host, PageSpec spec, QWidget *parent = nullptr);

    const PageSpec &spec() const { return m_spec; }
    EntityList &list() const { return *m_list; }
    RecordView &record();
    RecordForm &form();

    void openList();
    void openList(const QUrlQuery &options); // narrowed as the address says
    void openRecord(const Uuid &id);
    void openNew(const QUrlQuery &preset);

    enum class Shown { List, Record, New };
    Shown shown() const;
    QString recordName() const;
    bool hasUnsavedChanges() const;
    void discardChanges();

signals:
    void headingChanged();

private:
    void leave();
    void onSaved(const Uuid &id);

    EntityHost &m_host;
    const PageSpec m_spec;
    QStackedLayout *m_stack = nullptr;
    EntityList *m_list = nullptr;
    RecordView *m_record = nullptr;
    RecordForm *m_form = nullptr;
};

} // namespace nimara::ui
