package passes
import ("fmt";"testing";"time";"context"
 "github.com/gupvet/gupvet/internal/kerneltest"
 "github.com/gupvet/gupvet/internal/source")
func TestExp(t *testing.T){
 for _, v := range []string{"6.12","6.1"} {
 tree := source.OpenRoot(kerneltest.Tree(t, v))
 s, err := Load(context.Background(), tree, 2); if err != nil { t.Fatal(err) }
 t0 := time.Now()
 cs, err := findCalls(s); if err != nil { t.Fatal(err) }
 fmt.Println("TIME", v, time.Since(t0), len(cs.Sites), len(cs.Wrapped), len(cs.Gaps), cs.Functions)
 t0 = time.Now()
 for _, r := range refusals(cs) { fmt.Println("REF", Range(r.View.Place()), r.Kind, r.Cause, r.Verdict.Level, r.View.Root.Name, r.View.Site.Entry.Name, r.Check.Text) }
 fmt.Println("REFUSALS", time.Since(t0))
 }
}
