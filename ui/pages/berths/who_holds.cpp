#include "ui/pages/berths/who_holds.h"

#include "models/domain/holds.h"
#include "models/schema/tables/interests.h"
#include "models/store/berth_queries.h"
#include "models/store/when_done.h"
#include "ui/entity/edits.h"
#include "ui/entity/entity_host.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/format.h"

#include <QCoreApplication>

namespace nimara::ui {

void askWhoHolds(EntityHost &host, const Uuid &berth, QObject *owner,
                 std::function<void(const QString &why)> answer)
{
    using schema::BerthHolds;
    const auto words = [&host, berth](const Row &hold) {
        Store &store = host.store();
        const Instant until = hold[BerthHolds::heldUntil].value_or(Instant());
        return QCoreApplication::translate(
                   "WhoHolds", "Berth %1 is held by %2 until %3. Nobody else can take it meanwhile.")
            .arg(store.title("berths", berth),
                 store.title("users", hold[BerthHolds::holderId].value_or(Uuid())),
                 host.format().dateTime(until));
    };
    whenDone(host.store().list(activeHoldsOn(berth)), owner,
             [&host, words, answer = std::move(answer)](const Result<std::vector<Row>> &holds) {
                 if (!holds)
                     return answer(errorSentence(holds.error()));
                 const Row *hold = standingAmong(*holds, currentTime());
                 const bool isMine = hold && (*hold)[BerthHolds::holderId] == host.store().session().userId;
                 answer(hold && !isMine ? words(*hold) : QString());
             });
}

} // namespace nimara::ui
