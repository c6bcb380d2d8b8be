#pragma once

// Every table, by area. Code names the tables it needs by their own header; this one is for loops and tests.
#include "models/schema/tables/admin.h"
#include "models/schema/tables/berths.h"
#include "models/schema/tables/clients.h"
#include "models/schema/tables/documents.h"
#include "models/schema/tables/interests.h"
#include "models/schema/tables/mail.h"
#include "models/schema/tables/money.h"
#include "models/schema/tables/people.h"
#include "models/schema/tables/planning.h"
#include "models/schema/tables/reports.h"
#include "models/schema/tables/system.h"
