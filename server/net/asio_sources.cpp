// The compiled half of Asio and Beast; everybody else sees declarations only (…_SEPARATE_COMPILATION).

#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>
