-- Maps from blocks of class `dateline`: pandoc report.md --lua-filter dateline.lua -o report.html
-- All the work is done by `dateline pandoc-filter` (dateline pandoc-filter --help); DATELINE names another program.
function Pandoc(document)
  local program = os.getenv('DATELINE') or 'dateline'
  local made = pandoc.pipe(program, {'pandoc-filter', FORMAT}, pandoc.write(document, 'json'))
  return pandoc.read(made, 'json')
end
