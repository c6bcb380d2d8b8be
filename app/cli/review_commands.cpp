#include "app/cli/commands.h"
#include "models/store/when_done.h"

#include <array>
#include <charconv>

namespace nimara::cli {

namespace {

std::optional<std::int64_t> numberOperand(Cli &cli)
{
    const std::string text =
        cli.arguments().operands.empty() ? std::string() : cli.arguments().operands.front();
    std::int64_t number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || fault != std::errc() || end != text.data() + text.size()) {
        cli.fail({ErrorCode::Invalid, "usage.number", "number"});
        return std::nullopt;
    }
    return number;
}

std::optional<Resolution> resolutionOf(const std::string &word)
{
    constexpr std::array<std::pair<std::string_view, Resolution>, 4> words{
        {{"take-mine", Resolution::TakeMine},
         {"take-theirs", Resolution::TakeTheirs},
         {"retry", Resolution::Retry},
         {"discard", Resolution::Discard}}};
    for (const auto &[name, resolution] : words) {
        if (name == word)
            return resolution;
    }
    return std::nullopt;
}

} // namespace

void runOutbox(Cli &cli)
{
    cli.take(cli.store().waitingEdits(), [&cli](const std::vector<WaitingEdit> &edits) {
        for (const WaitingEdit &each : edits) {
            Json line = editToJson(each.mutation);
            line["number"] = each.mutation.seq;
            line["sent"] = each.sent;
            print(line);
        }
        cli.finish();
    });
}

void runDiscard(Cli &cli)
{
    if (const auto number = numberOperand(cli))
        cli.take(cli.store().discardWaiting(static_cast<std::uint64_t>(*number)), [&cli](Done) {
            print({{"discarded", true}});
            cli.finish();
        });
}

void runConflicts(Cli &cli)
{
    cli.take(cli.store().reviewItems(), [&cli](const std::vector<ReviewItem> &items) {
        for (const ReviewItem &item : items) {
            Json line = editToJson(item.mutation);
            line.update(outcomeToJson(item.outcome));
            line["number"] = item.number;
            line["answeredAt"] = item.at.toString();
            print(line);
        }
        cli.finish();
    });
}

void runResolve(Cli &cli)
{
    const auto number = numberOperand(cli);
    if (!number)
        return;
    const auto &operands = cli.arguments().operands;
    const auto resolution = resolutionOf(operands.size() > 1 ? operands[1] : std::string());
    if (!resolution)
        return cli.fail({ErrorCode::Invalid, "usage.operand", "resolution"});
    cli.take(cli.store().resolve(*number, *resolution), [&cli](Done) {
        const auto tell = [&cli] {
            print({{"resolved", true},
                   {"waiting", cli.store().status().waiting},
                   {"review", cli.store().status().review}});
            cli.finish(cli.store().status().review > 0 ? Exit::Review : Exit::Done);
        };
        if (!cli.waits())
            tell();
        else
            cli.when([&cli] { return cli.store().status().waiting == 0; }, tell);
    });
}

} // namespace nimara::cli
