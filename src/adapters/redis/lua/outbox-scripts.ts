// What happens to a parcel, each one step on the server. A parcel goes only when a courier says so, or after it was refused and
// its time is up; no script here ever gives one an expiry.
import { defineScript } from '../script.js';

/**
 * KEYS due, created, refused, ends, parcels. ARGV now, until, lease, ms that a damaged one is kept, ids of the parcels.
 * Answers {id, due before, lease, kind, meta, body, created, end, attempts, blobs} of each that was still due.
 * A parcel whose row is gone must not hold up those behind it: it leaves the queue and raises the alarm as refused.
 */
export const leaseScript = defineScript(`
local now = tonumber(ARGV[1])
local out = {}
for n = 5, #ARGV do
  local id, key = ARGV[n], KEYS[n]
  local due = redis.call('ZSCORE', KEYS[1], id)
  if due and tonumber(due) <= now then
    local p = redis.call('HMGET', key, 'kind', 'meta', 'body', 'created', 'end', 'attempts', 'blobs')
    if p[1] then
      local lease = ARGV[3] .. '.' .. n
      redis.call('HSET', key, 'lease', lease, 'attempts', string.format('%.0f', tonumber(p[6]) + 1))
      redis.call('ZADD', KEYS[1], ARGV[2], id)
      out[#out + 1] = { id, due, lease, p[1], p[2], p[3], p[4], p[5], p[6], p[7] }
    else
      redis.call('ZADD', KEYS[3], ARGV[1], id)
      redis.call('ZADD', KEYS[4], string.format('%.0f', now + tonumber(ARGV[4])), 'o:' .. id)
      redis.call('ZREM', KEYS[1], id)
      redis.call('ZREM', KEYS[2], id)
    end
  end
end
return out
`);

const drop = `
local function drop_blobs(id)
  for n = 6, #KEYS, 2 do
    if redis.call('HGET', KEYS[n], 'p') == id then redis.call('UNLINK', KEYS[n], KEYS[n + 1]) end
  end
end
`;

/**
 * KEYS parcel, due, created, refused, ends, then blob and chunks of each of its blobs (done only). ARGV id, lease, kind of
 * settlement, due (later only), ms that a refused parcel is kept after its end. Answers 0 when the lease is not the caller's.
 */
export const settleScript = defineScript(`${drop}
local id = ARGV[1]
local p = redis.call('HMGET', KEYS[1], 'lease', 'end')
if ARGV[2] == '' or p[1] ~= ARGV[2] then return 0 end
if ARGV[3] == 'later' then
  redis.call('HSET', KEYS[1], 'lease', '')
  redis.call('ZADD', KEYS[2], ARGV[4], id)
  return 1
end
if ARGV[3] == 'refused' then
  redis.call('HSET', KEYS[1], 'lease', '', 'status', 'refused')
  redis.call('ZADD', KEYS[4], p[2], id)
  redis.call('ZADD', KEYS[5], string.format('%.0f', tonumber(p[2]) + tonumber(ARGV[5])), 'o:' .. id)
else
  redis.call('UNLINK', KEYS[1])
  drop_blobs(id)
end
redis.call('ZREM', KEYS[2], id)
redis.call('ZREM', KEYS[3], id)
return 1
`);

/** KEYS as settleScript. ARGV id, now. Answers 1 when a refused parcel went. */
export const endParcelScript = defineScript(`${drop}
local id = ARGV[1]
local score = redis.call('ZSCORE', KEYS[5], 'o:' .. id)
if not score or tonumber(score) >= tonumber(ARGV[2]) then return 0 end
redis.call('ZREM', KEYS[5], 'o:' .. id)
if redis.call('HGET', KEYS[1], 'status') == 'waiting' then return 0 end
redis.call('UNLINK', KEYS[1])
redis.call('ZREM', KEYS[4], id)
drop_blobs(id)
return 1
`);

/** KEYS created, refused. Answers {waiting, refused, creation of the oldest waiting one or nil}. */
export const backlogScript = defineScript(`
local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
return { redis.call('ZCARD', KEYS[1]), redis.call('ZCARD', KEYS[2]), oldest[2] or false }
`);
