// What happens to a conversation, each one step on the server. A script refuses by its answer before it has written anything;
// once it writes, it writes all.
import { defineScript } from '../script.js';

/**
 * The row of a conversation is text: revision, handled, last seq, seq and time of the last inbound entry, start, end, first seq
 * that may still be on the log. Log entries are `i` or `o`, a time, a space, a body; the vault is a time, a space, a body.
 */
const row = `
local function read_row(text)
  local r = {}
  for n in string.gmatch(text, '%d+') do r[#r + 1] = tonumber(n) end
  return { revision = r[1], handled = r[2], last = r[3], in_seq = r[4], in_at = r[5], started = r[6], ends = r[7], first = r[8] }
end
local function write_row(r)
  return string.format('%.0f %.0f %.0f %.0f %.0f %.0f %.0f %.0f',
    r.revision, r.handled, r.last, r.in_seq, r.in_at, r.started, r.ends, r.first)
end
`;

/**
 * KEYS conversation, ends. ARGV id, body, fingerprint ('' for none), call, now, idle, absolute, must exist (0, 1), grace.
 * Answers {seq, at, is new}, or nil. `call` is one call's own name: repeated because its answer was lost, it is new again.
 */
export const appendScript = defineScript(`${row}
local id, call, now = ARGV[1], ARGV[4], tonumber(ARGV[5])
local text = redis.call('HGET', KEYS[1], 'm')
local r = text and read_row(text)
local is_over = r and r.ends < now
if (not r or is_over) and ARGV[8] == '1' then return false end
local name = ARGV[3] ~= '' and 'f:' .. ARGV[3] or 'f!' .. call
if r and not is_over then
  local first = redis.call('HGET', KEYS[1], name)
  if first then
    local seq, at, by = string.match(first, '^(%d+) (%d+) (.*)$')
    return { tonumber(seq), tonumber(at), by == call and 1 or 0 }
  end
  r.last = r.last + 1
  r.in_at = math.max(now, r.in_at + 100)
else
  if is_over then
    redis.call('UNLINK', KEYS[1])
    redis.call('ZREM', KEYS[2], 'v:' .. id)
  end
  r = { revision = 0, handled = 0, last = 1, in_at = now, started = now, first = 1 }
end
r.in_seq = r.last
r.ends = math.min(now + tonumber(ARGV[6]), r.started + tonumber(ARGV[7]))
local at = string.format('%.0f', r.in_at)
redis.call('HSET', KEYS[1], 'm', write_row(r), 'l' .. r.last, 'i' .. at .. ' ' .. ARGV[2],
  name, string.format('%.0f', r.last) .. ' ' .. at .. ' ' .. call)
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.max(r.ends - now, 0) + tonumber(ARGV[9])))
redis.call('ZADD', KEYS[2], string.format('%.0f', r.ends), 'c:' .. id)
return { r.last, r.in_at, 1 }
`);

/** KEYS conversation. Answers {row, state, vault, seq of the next inbound entry, that entry}, or nil. */
export const loadScript = defineScript(`${row}
local found = redis.call('HMGET', KEYS[1], 'm', 's', 'v')
if not found[1] then return false end
local r = read_row(found[1])
for seq = r.handled + 1, r.in_seq do
  local entry = redis.call('HGET', KEYS[1], 'l' .. seq)
  if entry and string.byte(entry) == 105 then return { found[1], found[2], found[3], seq, entry } end
end
return { found[1], found[2], found[3], 0, false }
`);

/** KEYS conversation. ARGV after, limit, now. Answers {seq of the first, entries …}; nil entries are none. */
export const readScript = defineScript(`${row}
local text = redis.call('HGET', KEYS[1], 'm')
local r = text and read_row(text)
if not r or r.ends < tonumber(ARGV[3]) then return { 0 } end
local from = math.max(tonumber(ARGV[1]) + 1, r.first)
local to = math.min(r.last, from + tonumber(ARGV[2]) - 1)
local out = { from }
for at = from, to, 1000 do
  local fields = {}
  for seq = at, math.min(at + 999, to) do fields[#fields + 1] = 'l' .. seq end
  for _, entry in ipairs(redis.call('HMGET', KEYS[1], unpack(fields))) do out[#out + 1] = entry end
end
return out
`);

/**
 * KEYS conversation, ends; and where there are parcels: due, created, unclaimed, the parcels, then blob and chunks of each claim.
 * ARGV id, expected, call, handled, state, vault's end ('' for none), vault, cut (0, 1), numbers of log entries, parcels, claims;
 * log entries; parcels {id, is brought, kind, meta, body, created, due, end, blobs}; claims {blob, place of its parcel}.
 * Answers done, other (revision), wrong (caller) or missing (blob). Repeated by the same `call` it answers done again.
 */
export const commitScript = defineScript(`${row}
local id = ARGV[1]
local text = redis.call('HGET', KEYS[1], 'm')
if not text then return 'other' end
local r = read_row(text)
local expected = tonumber(ARGV[2])
if r.revision ~= expected then
  if r.revision == expected + 1 and redis.call('HGET', KEYS[1], 'k') == ARGV[3] then return 'done' end
  return 'other'
end
local handled = tonumber(ARGV[4])
local is_next = handled > r.handled and string.sub(redis.call('HGET', KEYS[1], 'l' .. handled) or '', 1, 1) == 'i'
if not is_next and not (handled == r.handled and handled > 0) then return 'wrong' end

local logs, parcels, claims = tonumber(ARGV[9]), tonumber(ARGV[10]), tonumber(ARGV[11])
local function parcel_at(n) return 11 + logs + (n - 1) * 9 end
local function claim_at(n) return 11 + logs + parcels * 9 + (n - 1) * 2 end
local fresh = {}
for n = 1, parcels do
  fresh[n] = redis.call('EXISTS', KEYS[5 + n]) == 0
  if fresh[n] and ARGV[parcel_at(n) + 2] ~= '1' then return 'wrong' end
end
for n = 1, claims do
  local owner = tonumber(ARGV[claim_at(n) + 2])
  if fresh[owner] then
    local blob = redis.call('HMGET', KEYS[4 + parcels + n * 2], 'c', 'p', 'w')
    local is_free = blob[2] == '' or blob[2] == ARGV[parcel_at(owner) + 1]
    if blob[1] ~= id or blob[3] == '' or not is_free then return 'missing' end
  end
end

redis.call('HSET', KEYS[1], 's', ARGV[5], 'k', ARGV[3])
if ARGV[8] == '1' then
  for seq = r.first, handled do redis.call('HDEL', KEYS[1], 'l' .. seq) end
  r.first = math.max(r.first, handled + 1)
end
for n = 1, logs do redis.call('HSET', KEYS[1], 'l' .. (r.last + n), ARGV[11 + n]) end
if ARGV[6] ~= '' then
  redis.call('HSET', KEYS[1], 'v', ARGV[6] .. ' ' .. ARGV[7])
  redis.call('ZADD', KEYS[2], ARGV[6], 'v:' .. id)
elseif redis.call('HDEL', KEYS[1], 'v') == 1 then
  redis.call('ZREM', KEYS[2], 'v:' .. id)
end
for n = 1, parcels do
  if fresh[n] then
    local a = parcel_at(n)
    redis.call('HSET', KEYS[5 + n], 'kind', ARGV[a + 3], 'meta', ARGV[a + 4], 'body', ARGV[a + 5], 'created', ARGV[a + 6],
      'end', ARGV[a + 8], 'blobs', ARGV[a + 9], 'attempts', '0', 'lease', '', 'status', 'waiting')
    redis.call('ZADD', KEYS[3], ARGV[a + 7], ARGV[a + 1])
    redis.call('ZADD', KEYS[4], ARGV[a + 6], ARGV[a + 1])
  end
end
for n = 1, claims do
  local owner = tonumber(ARGV[claim_at(n) + 2])
  if fresh[owner] then
    local blob = ARGV[claim_at(n) + 1]
    redis.call('HSET', KEYS[4 + parcels + n * 2], 'p', ARGV[parcel_at(owner) + 1])
    redis.call('PERSIST', KEYS[4 + parcels + n * 2])
    redis.call('PERSIST', KEYS[5 + parcels + n * 2])
    redis.call('SREM', KEYS[5], blob)
    redis.call('ZREM', KEYS[2], 'b:' .. blob .. ':' .. id)
  end
end
r.revision, r.handled, r.last = r.revision + 1, handled, r.last + logs
redis.call('HSET', KEYS[1], 'm', write_row(r))
return 'done'
`);

/**
 * KEYS conversation, ends, unclaimed, then blob and chunks of each unclaimed blob. ARGV id, those blobs.
 * Answers 0 when there are blobs that were not declared, and then has changed nothing; else 1.
 */
export const eraseScript = defineScript(`
local declared = {}
for n = 2, #ARGV do declared[ARGV[n]] = n end
local blobs = redis.call('SMEMBERS', KEYS[3])
for _, blob in ipairs(blobs) do
  if not declared[blob] then return 0 end
end
redis.call('UNLINK', KEYS[1], KEYS[3])
redis.call('ZREM', KEYS[2], 'c:' .. ARGV[1], 'v:' .. ARGV[1])
for _, blob in ipairs(blobs) do
  local at = declared[blob] * 2
  redis.call('UNLINK', KEYS[at], KEYS[at + 1])
  redis.call('ZREM', KEYS[2], 'b:' .. blob .. ':' .. ARGV[1])
end
return 1
`);

/** KEYS conversation, ends. ARGV id, now. Answers 1 when it went. */
export const endConversationScript = defineScript(`
local score = redis.call('ZSCORE', KEYS[2], 'c:' .. ARGV[1])
if not score or tonumber(score) >= tonumber(ARGV[2]) then return 0 end
redis.call('UNLINK', KEYS[1])
redis.call('ZREM', KEYS[2], 'c:' .. ARGV[1], 'v:' .. ARGV[1])
return 1
`);

/** KEYS conversation, ends. ARGV id, now. Answers 1 when it went. */
export const endVaultScript = defineScript(`
local score = redis.call('ZSCORE', KEYS[2], 'v:' .. ARGV[1])
if not score or tonumber(score) >= tonumber(ARGV[2]) then return 0 end
redis.call('HDEL', KEYS[1], 'v')
redis.call('ZREM', KEYS[2], 'v:' .. ARGV[1])
return 1
`);
