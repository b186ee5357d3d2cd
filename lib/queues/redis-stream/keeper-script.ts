/** What the keeper of a stream does, in one script that the server runs as a whole: tests put it to a real server. */

export const SCRIPT_FILE = 'keep.lua';

/**
 * KEYS: stream, dead letters. ARGV: group, milliseconds until a task comes again, attempts, dead letters kept.
 *
 * The group is made where it is missing, also after the store has lost its data. Tasks that were given out as often as they may be, and that nobody has
 * finished in time, become dead letters with their fields. What every group has finished is trimmed, so that the length of the stream is the number of
 * tasks that wait or are worked on. Trimmed and not deleted: a deleted entry makes the lag of the group unknown.
 */
export const KEEPER_SCRIPT = `local stream, dead = KEYS[1], KEYS[2]
local group, idle, attempts, kept = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]

local made = redis.pcall('XGROUP', 'CREATE', stream, group, '0', 'MKSTREAM')
if type(made) == 'table' and made.err and not string.find(made.err, 'BUSYGROUP', 1, true) then
  return made
end

-- A stream that is there has a length, be it none.
if redis.call('EXISTS', dead) == 0 then
  redis.call('XDEL', dead, redis.call('XADD', dead, '*', 'made', '1'))
end

local function bury(id, deliveries)
  local found = redis.call('XRANGE', stream, id, id)[1]
  if found then
    local fields = found[2]
    for _, text in ipairs({ 'dead_letter_of', id, 'dead_letter_attempts', tostring(deliveries) }) do
      fields[#fields + 1] = text
    end
    redis.call('XADD', dead, 'MAXLEN', '~', kept, '*', unpack(fields))
  end
  redis.call('XACK', stream, group, id)
end

local moved, from = 0, '-'
while true do
  local page = redis.call('XPENDING', stream, group, 'IDLE', idle, from, '+', 500)
  for _, entry in ipairs(page) do
    if entry[4] >= attempts then
      bury(entry[1], entry[4])
      moved = moved + 1
    end
  end
  if #page < 500 then break end
  from = '(' .. page[#page][1]
end

local function parts(id)
  local time, count = string.match(id, '^(%d+)-(%d+)$')
  return tonumber(time), tonumber(count)
end

local function before(one, other)
  local time, count = parts(one)
  local otherTime, otherCount = parts(other)
  return time < otherTime or (time == otherTime and count < otherCount)
end

local function after(id)
  local time, count = parts(id)
  return string.format('%.0f-%.0f', time, count + 1)
end

local needed = nil
for _, pairs in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
  local info = {}
  for index = 1, #pairs, 2 do info[pairs[index]] = pairs[index + 1] end
  local first = after(info['last-delivered-id'])
  if info['pending'] > 0 then first = redis.call('XPENDING', stream, info['name'])[2] end
  if needed == nil or before(first, needed) then needed = first end
end
if needed then redis.call('XTRIM', stream, 'MINID', needed) end
return moved
`;
