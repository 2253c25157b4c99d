" Opens a file with a finding. What is found is written to $OUT.
execute 'edit' $FILE
let s:out = []
let s:n = 0
while s:n < 600 && empty(ale#engine#GetLoclist(bufnr('%')))
  sleep 100m
  let s:n += 1
endwhile
for d in ale#engine#GetLoclist(bufnr('%'))
  call add(s:out, 'found ' . d.lnum . ':' . (strlen(strcharpart(getline(d.lnum), 0, d.col - 1)) + 1) . ' ' . get(d, 'code', ''))
endfor
call writefile(s:out, $OUT)
qall!
