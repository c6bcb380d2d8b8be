#include "ui/pages/admin/csv_plan.h"

#include "models/base/text.h"
#include "models/items/labels.h"
#include "models/schema/registry.h"
#include "ui/entity/edits.h"
#include "ui/entity/page_spec.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <set>

namespace nimara::ui {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("CsvPlan", text);
}

// A word of an enum as stored, or as it is shown.
std::optional<Value> choiceFrom(const ColumnInfo &column, const std::string &text)
{
    const std::string wanted = foldedText(text);
    for (const Choice &choice : column.spec.choices) {
        if (choice.value == text || foldedText(toUtf8(translated(choice.label))) == wanted)
            return Value(std::string(choice.value));
    }
    return std::nullopt;
}

std::optional<Value> boolFrom(const std::string &text)
{
    static constexpr std::array yes{"true", "yes", "1", "x"};
    static constexpr std::array no{"false", "no", "0"};
    const std::string word = foldedText(text);
    if (std::ranges::find(yes, word) != yes.end())
        return Value(std::int64_t(1));
    if (std::ranges::find(no, word) != no.end())
        return Value(std::int64_t(0));
    return std::nullopt;
}

struct Reading
{
    Value value;
    QString fault;
};

Reading readReference(const ColumnInfo &column, const std::string &text, const NameTable &names)
{
    if (const auto id = Uuid::parse(text))
        return {*id, {}};
    const auto found = names.find({std::string(column.spec.references), foldedText(text)});
    if (found == names.end())
        return {{}, say("Nothing is named “%1”.").arg(fromUtf8(text))};
    if (found->second.isNil())
        return {{}, say("More than one is named “%1”.").arg(fromUtf8(text))};
    return {found->second, {}};
}

Reading readCell(const ColumnInfo &column, std::string_view cell, const NameTable &names)
{
    const Result<std::string> text = normalizedText(cell);
    if (!text)
        return {{}, say("This is no text.")};
    if (text->empty())
        return {};
    if (column.type == ColumnType::Uuid)
        return readReference(column, *text, names);
    std::optional<Value> value;
    if (column.type == ColumnType::Enum)
        value = choiceFrom(column, *text);
    else if (column.type == ColumnType::Bool)
        value = boolFrom(*text);
    else
        value = valueFromText(column.type, *text);
    if (!value)
        return {{}, say("“%1” does not fit.").arg(fromUtf8(*text))};
    const qsizetype length = fromUtf8(*text).toUcs4().size();
    if (column.type == ColumnType::Text && column.spec.maxLength > 0 && length > column.spec.maxLength)
        return {{}, say("Longer than %1 characters.").arg(column.spec.maxLength)};
    return {*value, {}};
}

} // namespace

std::size_t CsvPlan::good() const
{
    return static_cast<std::size_t>(std::ranges::count_if(lines, &Line::isGood));
}

char guessDelimiter(std::string_view bytes)
{
    const std::string_view heading = bytes.substr(0, bytes.find('\n'));
    char best = ',';
    std::ptrdiff_t most = 0;
    for (const char sign : {',', ';', '\t', '|'}) {
        const std::ptrdiff_t count = std::ranges::count(heading, sign);
        if (count > most) {
            most = count;
            best = sign;
        }
    }
    return best;
}

const ColumnInfo *columnFor(const Table &table, std::string_view heading, const Actor &actor)
{
    const std::string wanted = foldedText(heading);
    for (const ColumnInfo &column : table.columns) {
        const bool named = column.name() == heading || foldedText(toUtf8(columnLabel(column))) == wanted;
        if (named && isEditable(column) && canSetOnCreate(column, actor))
            return &column;
    }
    return nullptr;
}

std::vector<std::pair<const Table *, std::string>> namesToFind(const CsvTable &file, const Table &table,
                                                               const Actor &actor)
{
    std::set<std::pair<const Table *, std::string>> wanted;
    for (std::size_t place = 0; place < file.headings().size(); ++place) {
        const ColumnInfo *column = columnFor(table, file.headings()[place], actor);
        const Table *target =
            column && column->type == ColumnType::Uuid ? schema::findTable(column->spec.references) : nullptr;
        if (!target)
            continue;
        for (std::size_t row = 0; row < file.rows(); ++row) {
            const Result<std::string> text = normalizedText(file.cell(row, place));
            if (text && !text->empty() && !Uuid::parse(*text))
                wanted.emplace(target, *text);
        }
    }
    return {wanted.begin(), wanted.end()};
}

CsvPlan planCsv(const CsvTable &file, const Row &blank, const Actor &actor, const NameTable &names)
{
    const Table &table = blank.table();
    CsvPlan plan;
    for (const std::string &heading : file.headings()) {
        plan.headings.push_back(fromUtf8(heading));
        plan.columns.push_back(columnFor(table, heading, actor));
    }
    if (std::ranges::none_of(plan.columns, [](const ColumnInfo *column) { return column != nullptr; })) {
        plan.problem = say("None of the headings names a column of this table.");
        return plan;
    }
    for (std::size_t number = 0; number < file.rows(); ++number) {
        CsvPlan::Line line{number + 1, blank, {}};
        line.row.setValue("id", newId());
        for (std::size_t place = 0; place < plan.columns.size(); ++place) {
            if (!plan.columns[place])
                continue;
            Reading reading = readCell(*plan.columns[place], file.cell(number, place), names);
            if (!reading.fault.isEmpty())
                line.faults.push_back({plan.headings[place], reading.fault});
            else if (!isNull(reading.value))
                line.row.setValue(plan.columns[place]->index, std::move(reading.value));
        }
        for (const ColumnInfo &column : table.columns) {
            const bool told = std::ranges::any_of(line.faults, [&](const CsvPlan::Fault &fault) {
                return columnFor(table, toUtf8(fault.column), actor) == &column;
            });
            if (column.is(Required) && isEditable(column) && isNull(line.row.value(column.index)) && !told)
                line.faults.push_back({columnLabel(column), say("Required, and missing.")});
        }
        deriveId(line.row);
        plan.lines.push_back(std::move(line));
    }
    return plan;
}

} // namespace nimara::ui
