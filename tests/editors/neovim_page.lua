-- Runs the configuration of docs/editors.md as a person's init.lua, and ends with 1 if anything is not as the page says.
-- PAGE names the page, and the file that is opened is a draft of a git repository, which is changed.
--
-- PAGE=docs/editors.md nvim --headless -u tests/editors/neovim_page.lua -i NONE DRAFT

local WAIT = 30000

local function check(is_right, message)
  if not is_right then
    io.stderr:write("neovim and the page: " .. message .. "\n")
    os.exit(1)
  end
end

local function wait_for(what, get)
  vim.wait(WAIT, get, 20)
  check(get(), "there is no " .. what .. "; messages: " .. vim.fn.execute("messages"))
end

-- The blocks of Lua on the page, in order: the configuration, and one that commits.
local blocks = {}
local page = table.concat(vim.fn.readfile(vim.env.PAGE), "\n")
for block in page:gmatch("```lua\n(.-)\n```") do
  table.insert(blocks, assert(loadstring(block)))
end
check(#blocks == 2, "the page has " .. #blocks .. " blocks of Lua")
blocks[1]()

-- The rows in which the editor shows some words among its lines, by the marks of a module.
local function rows(words, module)
  local modules = {}
  for name, id in pairs(vim.api.nvim_get_namespaces()) do
    modules[id] = name
  end
  local found = {}
  for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(0, -1, 0, -1, { details = true })) do
    local lines = vim.list_extend({ mark[4].virt_text or {} }, mark[4].virt_lines or {})
    for _, chunk in ipairs(vim.iter(lines):flatten(1):totable()) do
      if (modules[mark[4].ns_id] or ""):find(module, 1, true) and chunk[1]:find(words, 1, true) then
        table.insert(found, mark[2])
      end
    end
  end
  return found
end

local function check_all()
  wait_for("diagnostic", function()
    return vim.iter(vim.diagnostic.get(0)):any(function(one) return one.code == "repeated-word" end)
  end)
  wait_for("text of the diagnostic", function() return #rows("repeated", "diagnostic") > 0 end)
  wait_for("line above a section", function() return #rows(" filled", "codelens") > 0 end)
  local open = #rows("fill ", "codelens")

  -- The lines follow the text: a slot that is filled is no open one.
  vim.fn.search("Board name", "w")
  vim.api.nvim_feedkeys(vim.keycode("cc- [Gate](https://example.org/gate)<Esc>"), "xt", false)
  wait_for("new line above the section", function() return #rows("fill ", "codelens") < open end)

  -- The line above a slot goes to the missing value. Above some, a section has its own line: Neovim asks for one.
  local both = rows(" filled", "codelens")
  local only = vim.iter(rows("fill ", "codelens")):find(function(row) return not vim.list_contains(both, row) end)
  vim.api.nvim_win_set_cursor(0, { only + 1, 0 })
  local there = vim.api.nvim_win_get_cursor(0)
  vim.lsp.codelens.run()
  wait_for("jump to the missing value", function() return not vim.deep_equal(there, vim.api.nvim_win_get_cursor(0)) end)

  -- The command that commits.
  vim.cmd.write()
  local function commits()
    local folder = vim.fn.expand("%:p:h")
    return vim.system({ "git", "-C", folder, "rev-list", "--count", "HEAD" }, { text = true }):wait().stdout
  end
  local first = commits()
  blocks[2]()
  wait_for("commit", function() return commits() ~= first end)

  -- Neovim 0.12 shows the lines by itself, and warns of the other way.
  if not vim.lsp.codelens.enable then
    local enabled
    vim.lsp.codelens.enable = function(is_on) enabled = is_on end
    vim.lsp.codelens.refresh = function() check(false, "the lines are fetched in Neovim 0.12, too") end
    local known = #vim.api.nvim_get_autocmds({})
    blocks[1]()
    check(enabled == true and #vim.api.nvim_get_autocmds({}) == known, "the lines are not enabled in Neovim 0.12")
  end
  print("neovim and the page: passed\n")
  os.exit(0)
end

vim.api.nvim_create_autocmd("VimEnter", {
  callback = function()
    vim.schedule(function()
      local is_done, message = pcall(check_all)
      check(is_done, tostring(message))
    end)
  end,
})
