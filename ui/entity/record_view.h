#pragma once

#include "models/base/result.h"
#include "ui/entity/page_spec.h"

#include <QWidget>

class QPushButton;
class QStackedLayout;
class QStackedWidget;
class QTabBar;

namespace nimara::ui {

class Banner;
class Chip;
class EmptyState;
class EntityHost;
class FactsPanel;
class Headline;
class IconButton;
class Label;
class RecordContext;
class RecordForm;
class RowStateMark;
class StatusChip;

// A record: header, tabs, facts at the right. Edited in place by the form of its page.
class RecordView : public QWidget
{
    Q_OBJECT

public:
    RecordView(EntityHost &host, const PageSpec &spec, QWidget *parent = nullptr);

    void open(const Uuid &id);
    void show(const Row &row); // of a table that is read through the server
    using QWidget::show;
    RecordContext &record() const { return *m_record; }
    void setNeighbours(bool known);

    void edit();
    bool isEditing() const;
    bool hasUnsavedChanges() const;
    void discardChanges();
    void openTab(const QString &title);

signals:
    void headingChanged();
    void leaveRequested(); // back to the list
    void neighbourRequested(int step);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeHeader();
    QWidget *makeActions();
    QWidget *makeBody();
    void makeTabs();
    void addTab(const QString &title, std::function<QWidget *()> make);
    QWidget *currentTab();
    void showTab(int index);
    void refresh();
    void refreshState();
    void applyRights();
    void onFailed(const Error &error);
    void run(const RecordAction &action);
    void toggleArchived();
    void endEdit();
    void foldFacts();
    void addShortcut(const QKeySequence &keys, std::function<void()> run);

    EntityHost &m_host;
    const PageSpec &m_spec;
    RecordContext *m_record = nullptr;
    QStackedLayout *m_pages = nullptr; // the record, its form, what is said where there is none
    QWidget *m_content = nullptr;
    RecordForm *m_form = nullptr;
    EmptyState *m_missing = nullptr;

    Label *m_name = nullptr;
    StatusChip *m_status = nullptr;
    RowStateMark *m_state = nullptr;
    Headline *m_headline = nullptr;
    Banner *m_banner = nullptr;
    IconButton *m_previous = nullptr;
    IconButton *m_next = nullptr;
    QPushButton *m_edit = nullptr;
    QPushButton *m_archive = nullptr;
    std::vector<QPushButton *> m_actions; // as the page's spec names them

    struct Tab
    {
        QString title;
        std::function<QWidget *()> make;
        QWidget *widget = nullptr;
    };
    std::vector<Tab> m_tabs;
    QTabBar *m_bar = nullptr;
    QStackedWidget *m_tabStack = nullptr;
    FactsPanel *m_facts = nullptr;
    QWidget *m_side = nullptr; // holds the facts beside the tabs
    bool m_folded = false;
    int m_factsTab = -1;
};

} // namespace nimara::ui
