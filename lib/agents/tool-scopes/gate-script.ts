/** What the gate before an MCP server does with each request, in one script that Envoy runs: tests put it to the real program. */

/** How deep a message may nest. */
const DEEPEST = 64;

/**
 * A message is read strictly, so that the server cannot understand another one than the gate: one object, no key twice, none of the keys that decide in
 * another spelling or with escapes (Go's own decoder takes `Name` for `name`), no compression. What cannot be read is refused. A call of a tool that is not
 * in the list gets the answer of an unknown tool, which clients give on to the model.
 */
const READER = `local DEEPEST = ${DEEPEST}
local DECIDES = { method = true, params = true, id = true, name = true }

local function refuse(why) error({ why = why }) end

local function blank(s, i) return s:find('[^ \\t\\r\\n]', i) or #s + 1 end

local function text(s, i)
  local at = i + 1
  while true do
    at = s:find('["\\\\]', at)
    if at == nil then refuse('a text has no end') end
    if s:byte(at) == 34 then return at + 1 end
    at = at + 2
  end
end

local value

local function watched(key, found)
  if key:find('[\\\\\\128-\\255]') then refuse('a key is escaped') end
  local low = key:lower()
  if not DECIDES[low] then return false end
  if key ~= low then refuse('a key is not in small letters') end
  if found[key] ~= nil then refuse('a key stands twice') end
  return true
end

local function object(s, i, depth, found)
  i = blank(s, i + 1)
  if s:sub(i, i) == '}' then return i + 1 end
  while true do
    if s:sub(i, i) ~= '"' then refuse('a key is no text') end
    local behind = text(s, i)
    local key = s:sub(i + 1, behind - 2)
    local at = blank(s, behind)
    if s:sub(at, at) ~= ':' then refuse('a key has no value') end
    at = blank(s, at + 1)
    local decides = found ~= nil and watched(key, found)
    local inner = decides and depth == 1 and key == 'params' and {} or nil
    local stop = value(s, at, depth + 1, inner)
    if decides then found[key] = inner or s:sub(at, stop - 1) end
    i = blank(s, stop)
    local mark = s:sub(i, i)
    if mark == '}' then return i + 1 end
    if mark ~= ',' then refuse('an object has no end') end
    i = blank(s, i + 1)
  end
end

local function list(s, i, depth)
  i = blank(s, i + 1)
  if s:sub(i, i) == ']' then return i + 1 end
  while true do
    i = blank(s, value(s, i, depth + 1))
    local mark = s:sub(i, i)
    if mark == ']' then return i + 1 end
    if mark ~= ',' then refuse('a list has no end') end
    i = blank(s, i + 1)
  end
end

value = function(s, i, depth, found)
  if depth > DEEPEST then refuse('it nests too deep') end
  local mark = s:sub(i, i)
  if mark == '{' then return object(s, i, depth, found) end
  if mark == '[' then return list(s, i, depth) end
  if mark == '"' then return text(s, i) end
  local word = s:match('^[%w+.-]+', i)
  if word == nil then refuse('it is no JSON') end
  return i + #word
end

local function message(s)
  if s:find('[\\192\\193\\245-\\255]') then refuse('it is no UTF-8') end
  local i = blank(s, 1)
  if s:sub(i, i) ~= '{' then refuse('it is no object') end
  local found = {}
  if blank(s, object(s, i, 1, found)) <= #s then refuse('something follows it') end
  return found
end

-- A text without escapes; of these a slash alone is undone.
local function plain(token)
  local inner = type(token) == 'string' and token:match('^"(.*)"$')
  if not inner then return nil end
  inner = inner:gsub('\\\\/', '/')
  if inner:find('\\\\', 1, true) then return nil end
  return inner
end`;

const GATE = `local function answer(handle, status, id, code, text)
  local body = '{"jsonrpc":"2.0","id":' .. id .. ',"error":{"code":' .. code .. ',"message":"' .. text .. '"}}'
  handle:respond({ [':status'] = status, ['content-type'] = 'application/json' }, body)
end

local function allowed(found, method)
  if method:sub(1, 6) ~= 'tools/' or method == 'tools/list' then return true end
  local name = method == 'tools/call' and type(found.params) == 'table' and plain(found.params.name)
  return name and ALLOWED[name] == true
end

function envoy_on_request(handle)
  local headers = handle:headers()
  local verb = headers:get(':method')
  if verb == 'GET' or verb == 'DELETE' then return end
  if verb ~= 'POST' then return answer(handle, '405', 'null', -32600, 'GET, POST and DELETE are served') end
  if headers:get('content-encoding') ~= nil then return answer(handle, '415', 'null', -32600, 'compressed messages are not read') end
  local body = handle:body()
  local ok, found = pcall(message, body and body:getBytes(0, body:length()) or '')
  if not ok then
    local why = type(found) == 'table' and found.why or 'it cannot be read'
    return answer(handle, '400', 'null', -32600, 'a JSON-RPC message was expected: ' .. why)
  end
  if found.method == nil then return end
  local method = plain(found.method)
  if method == nil then return answer(handle, '400', 'null', -32600, 'the method is no plain text') end
  if allowed(found, method) then return end
  local id = found.id and (found.id:match('^-?%d+$') or found.id:match('^"[%w_.:-]*"$'))
  answer(handle, id and '200' or '403', id or 'null', -32602, 'this tool is not allowed to this client')
end`;

/** The script of a scope. Names of tools have no character that means something to Lua. */
export function gateScript(allowedTools: readonly string[]): string {
  const names = [...new Set(allowedTools)].sort().map((name) => `['${name}'] = true`);
  return [`local ALLOWED = { ${names.join(', ')} }`, READER, GATE].join('\n\n');
}
