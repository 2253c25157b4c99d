-- Opens a file with a finding, applies its fix and waits for the finding to go.
-- What happens is written to $OUT.
local out = {}
local function note(s) table.insert(out, s) end
local ok, err = pcall(function()
  vim.cmd('edit ' .. vim.env.FILE)
  vim.wait(60000, function() return #vim.diagnostic.get(0) > 0 end)
  for _, d in ipairs(vim.diagnostic.get(0)) do
    note('found ' .. (d.lnum + 1) .. ':' .. (d.col + 1) .. ' ' .. tostring(d.code))
    vim.fn.cursor(d.lnum + 1, d.col + 1)
  end
  vim.ui.select = function(items, opts, choose)
    for _, item in ipairs(items) do
      if opts.format_item(item):match('^Drop') then
        note('action ' .. opts.format_item(item))
        return choose(item)
      end
    end
    choose(nil)
  end
  vim.lsp.buf.code_action()
  note('gone ' .. tostring(vim.wait(60000, function() return #vim.diagnostic.get(0) == 0 end)))
  vim.cmd('write')
end)
if not ok then note('error ' .. tostring(err)) end
vim.fn.writefile(out, vim.env.OUT)
vim.cmd('qall!')
