-- Uses copydesk's language server as a person in Neovim does, and ends with 1 if anything is not as it should be.
-- Arguments: the program, and a newsletter's folder, which is changed.
--
-- nvim --headless -u NONE -i NONE -l tests/editors/neovim.lua PROGRAM FOLDER

local program, folder = arg[1], arg[2]
local WAIT = 30000

local function check(is_right, message)
  if not is_right then
    io.stderr:write("neovim: " .. message .. "\n")
    os.exit(1)
  end
end

-- Waits until a function returns something.
local function wait_for(what, get)
  local found
  vim.wait(WAIT, function()
    found = get()
    return found ~= nil and found ~= false
  end, 20)
  check(found, "there is no " .. what)
  return found
end

local function lines()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n")
end

-- The first line with some words, from 0.
local function line_of(words)
  for at, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    if line:find(words, 1, true) then
      return at - 1, line:find(words, 1, true) - 1
    end
  end
  check(false, "no line has '" .. words .. "'")
end

local function found(rule)
  for _, one in ipairs(vim.diagnostic.get(0)) do
    if one.code == rule then
      return one
    end
  end
end

vim.cmd.edit(folder .. "/_drafts/2026-06-08-draft.md")
vim.bo.filetype = "markdown"
local id = vim.lsp.start({ name = "copydesk", cmd = { program, "lsp" }, root_dir = folder })
check(id, "the server does not start")
local client = vim.lsp.get_client_by_id(id)
wait_for("capabilities", function() return client.initialized end)
check(client.offset_encoding == "utf-8", "the encoding is " .. client.offset_encoding)

-- A problem comes while it is typed.
wait_for("diagnostic of the two words", function() return found("repeated-word") end)

-- Asks about a place, as the keys of Neovim do.
local function ask(method, words, extra)
  local line, column = line_of(words)
  vim.api.nvim_win_set_cursor(0, { line + 1, column })
  local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
  params = vim.tbl_extend("force", params, extra or {})
  local answer = client:request_sync(method, params, WAIT, 0)
  check(answer and not answer.err, method .. ": " .. vim.inspect(answer))
  return answer.result
end

-- The quick fix of the problem.
local function act(words, title)
  local line, column = line_of(words)
  local place = { line = line, character = column }
  local params = {
    textDocument = vim.lsp.util.make_text_document_params(0),
    range = { start = place, ["end"] = place },
    context = { diagnostics = {} },
  }
  local answer = client:request_sync("textDocument/codeAction", params, WAIT, 0)
  check(answer and answer.result, "no code actions")
  for _, action in ipairs(answer.result) do
    if action.title:find(title, 1, true) then
      if action.edit then
        vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)
      end
      if action.command then
        client:exec_cmd(action.command, { bufnr = 0 })
      end
      return
    end
  end
  check(false, "no action '" .. title .. "' in " .. vim.inspect(answer.result))
end

act("gate that opens", "Fix repeated-word")
check(not lines():find("gate gate", 1, true), "the fix changed nothing")
wait_for("end of the diagnostic", function() return not found("repeated-word") end)

-- A waiver, whose reason is selected.
local line = line_of("A gate")
vim.api.nvim_buf_set_text(0, line, 0, line, 0, { "The the " })
wait_for("second diagnostic", function() return found("repeated-word") end)
act("the A gate", "Waive repeated-word")
check(lines():find("repeated%-word: REASON"), "there is no waiver")
wait_for("end of the waived diagnostic", function() return not found("repeated-word") end)

-- Hover, completion, symbols, lenses and folds.
local hover = ask("textDocument/hover", "## News From Around the Web")
check(hover.contents.value:find("filled", 1, true), "the hover is " .. vim.inspect(hover))
local symbols = ask("textDocument/documentSymbol", "## News")
check(#symbols > 5, "there are few symbols: " .. #symbols)
local lenses = ask("textDocument/codeLens", "## News")
check(#lenses > 0, "there are no lenses")
local folds = ask("textDocument/foldingRange", "## News")
check(#folds > 5, "there are few folds")
local last = vim.api.nvim_buf_line_count(0)
vim.api.nvim_buf_set_lines(0, last, last, false, { "", "## Proj" })
local items = ask("textDocument/completion", "## Proj", nil)
check(items ~= nil, "there are no completions")

-- The server ends with the editor.
client:stop()
wait_for("end of the server", function() return client:is_stopped() end)
print("neovim: passed")
os.exit(0)
