#pragma once

#include "tests/support/fake_store.h"

namespace nimara {

// A small port with something of everything in it: what the pages are looked at and tested with.
struct Harbour
{
    explicit Harbour(FakeStore &store, int clients = 40, int berths = 60);

    Uuid maya; // the user who is signed in
    Uuid jonas;
    std::vector<Uuid> clients;
    std::vector<Uuid> berths;
    std::vector<Uuid> interests;
    std::vector<Uuid> tags;

private:
    void people(FakeStore &store);
    void addClients(FakeStore &store, int count);
    void addBerths(FakeStore &store, int count);
    void addInterests(FakeStore &store);
    void addWork(FakeStore &store);
    void addMoney(FakeStore &store);
    void addAdmin(FakeStore &store);
};

} // namespace nimara
