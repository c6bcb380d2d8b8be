#pragma once

#include "models/store/store.h"
#include "ui/pages/admin/csv_plan.h"
#include "ui/pages/plain_page.h"

class QComboBox;
class QProgressBar;
class QPushButton;
class QTableWidget;

namespace nimara::ui {

class Card;
class EmptyState;
class Label;

// Rows of one table from a CSV file: chosen, looked at with what is wrong in it, then saved here by ordinary edits under
// one group. It works offline, and can be taken back where the table can archive.
class ImportPage : public PlainPage
{
    Q_OBJECT

public:
    ImportPage(ShellContext &context, QWidget *parent);

    // What the file dialog ends in.
    void readFile(const QString &path);
    void read(const QByteArray &bytes, const QString &name);
    bool hasUnsavedChanges() const override { return m_running; }

protected:
    void refresh() override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    QWidget *makeChoice();
    QWidget *makePreview();
    void chooseFile();
    const Table *table() const;
    void plan();
    void findNames(std::vector<std::pair<const Table *, std::string>> names);
    void showPlan();
    void showColumns();
    void fillTable();
    void run();
    void runNext();
    void finish();
    void takeBack(const std::vector<Uuid> &ids, const Table &table);

    QComboBox *m_table = nullptr;
    Label *m_file = nullptr;
    Label *m_columns = nullptr;
    EmptyState *m_empty = nullptr;
    Card *m_preview = nullptr;
    Label *m_summary = nullptr;
    QTableWidget *m_lines = nullptr;
    QPushButton *m_import = nullptr;
    QProgressBar *m_bar = nullptr;

    std::optional<CsvTable> m_csv;
    QString m_problem; // why the file cannot be read
    CsvPlan m_plan;
    NameTable m_names;
    int m_open = 0; // names still looked up
    bool m_running = false;
    std::size_t m_next = 0;
    std::size_t m_failed = 0;
    Uuid m_group;
    std::vector<Uuid> m_made;
};

} // namespace nimara::ui
