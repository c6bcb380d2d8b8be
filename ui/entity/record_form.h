#pragma once

#include "models/base/result.h"
#include "ui/entity/page_spec.h"

#include <QWidget>

class QPushButton;
class QScrollArea;

namespace nimara::ui {

class Banner;
class EntityHost;
class FormField;
class Label;

// The form of a new row or of one that is there. One column, labels above, Save always at the same place. It saves on
// this computer and never waits for the network.
class RecordForm : public QWidget
{
    Q_OBJECT

public:
    RecordForm(EntityHost &host, const PageSpec &spec, QWidget *parent = nullptr);

    // Values that the user need not give: the client of a new deal. Fixed ones are not shown.
    void createNew(const std::vector<std::pair<int, Value>> &preset, const std::vector<int> &fixed = {});
    void edit(const Row &row);
    // The row changed elsewhere while it is edited here.
    void rowChanged(const Row &row);

    bool isDirty() const;
    bool isCreating() const { return m_creating; }
    FormField *field(std::string_view column) const;
    void setEmbedded(bool embedded); // within a record: a smaller heading, no margins

public slots:
    void save();
    void cancel(); // asks only when something would be lost

signals:
    void saved(const nimara::Uuid &id);
    void cancelled();

private:
    QWidget *makeHeader();
    void build();
    void addGroup(const FormGroup &group);
    bool isShown(const ColumnInfo &column) const;
    void onFieldChanged();
    Row editedRow() const;
    bool checkFields();
    void checkUniqueness(const Row &row, std::size_t rule);
    void askPage(const Row &row);
    void submit(const Row &row);
    void finish(const Uuid &id);
    void describe();
    void showError(const Error &error);
    void focusFirst();
    QString nameOf(const Row &row) const;

    EntityHost &m_host;
    const PageSpec &m_spec;
    bool m_creating = true;
    bool m_saving = false;
    Row m_row; // as stored; of a new one, as it begins
    std::vector<int> m_fixed;
    QList<FormField *> m_fields;
    Label *m_title = nullptr;
    QPushButton *m_save = nullptr;
    QPushButton *m_cancel = nullptr;
    Banner *m_banner = nullptr;
    QScrollArea *m_scroll = nullptr;
};

} // namespace nimara::ui
