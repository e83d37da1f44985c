SELECT auction, bidder, price, channel, url, b."dateTime" AS bid_time, b.extra AS bid_extra,
  "itemName", description, "initialBid", reserve, a."dateTime" AS auction_time, expires, seller, category,
  a.extra AS auction_extra
FROM bid b
JOIN auction a ON b.auction = a.id
WHERE a.category = 10
