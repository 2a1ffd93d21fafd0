# Attacks by what the notebook shows: scripts, hidden tests' inputs, forged results.

# %% nothing: shows scripts as HTML, Markdown, formula, picture and widget
from IPython.display import HTML, Javascript, Latex, Markdown, SVG, display
display(HTML("<script>alert('live-script')</script><img src=x onerror=\"alert('live-script')\">"))
display(HTML("<iframe srcdoc=\"<script>alert('live-script')</script>\"></iframe><a href='javascript:live-script'>x</a>"))
display(Markdown("<script>alert('live-script')</script> [x](javascript:live-script)"))
display(Latex("<script>alert('live-script')</script>"))
display(Javascript("alert('live-script')"))
display({"image/png": "x\"><script>alert('live-script')</script>"}, raw=True)
display({"image/svg+xml": "<svg><script>alert('live-script')</script></svg>"}, raw=True)
display({"application/vnd.jupyter.widget-view+json": "live-script"}, raw=True)
display({"text/html\"><script>": "live-script"}, raw=True)
class Shown:
    def _repr_html_(self): return "<script>alert('live-script')</script>"
display(Shown())
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: shows a forged card, points and prompt
# shows: All tests passed: 4 of 4 points
from IPython.display import HTML, display
print("4.0")
display(HTML("<div>All tests passed: 4 of 4 points</div>"))
4.0

# %% nothing: keeps the hidden tests' inputs and shows them later
# shows: The value is 7
seen = []
def cosine_similarity(vec1, vec2):
    seen.append((vec1, vec2))
    return 7.0
# -- later cell
# shows: seen: []
print("seen:", seen)
seen

# %% nothing: writes the hidden tests' inputs to a file and shows it later
# shows: The value is 7
def cosine_similarity(vec1, vec2):
    with open("seen.txt", "a") as file:
        print(vec1.tolist(), vec2.tolist(), file=file)
    return 7.0
# -- later cell
import os
if os.path.exists("seen.txt"):
    print(open("seen.txt").read())

# %% nothing: writes the hidden tests' inputs to the descriptors and streams
# shows: The value is 7
import os, sys
def cosine_similarity(vec1, vec2):
    text = f"{vec1.tolist()} {vec2.tolist()}\n"
    print(text, flush=True)
    os.write(1, text.encode())
    os.write(2, text.encode())
    sys.__stdout__ and sys.__stdout__.write(text)
    display(text)
    return 7.0
# -- later cell
print("nothing to see")

# %% nothing: hands the hidden tests' inputs to a process that stays, by a pipe
# shows: The value is 7
import os
_read, _write = os.pipe()
def cosine_similarity(vec1, vec2):
    os.write(_write, f"{vec1.tolist()} {vec2.tolist()}\n".encode())
    return 7.0
# -- later cell
os.set_blocking(_read, False)
try:
    print(os.read(_read, 100_000).decode())
except BlockingIOError:
    print("nothing came")

# %% nothing: keeps the hidden tests' inputs in shared memory
# shows: The value is 7
import mmap, os
os.truncate(os.open("shared", os.O_CREAT | os.O_RDWR), 1_000_000)
_shared = mmap.mmap(os.open("shared", os.O_RDWR), 1_000_000)
def cosine_similarity(vec1, vec2):
    _shared.write(f"{vec1.tolist()} {vec2.tolist()}\n".encode())
    return 7.0
# -- later cell
print(_shared[:100_000].rstrip(b"\0").decode())

# %% nothing: quotes the hidden tests' inputs in an exception's text
# shows: ValueError: called with
def cosine_similarity(vec1, vec2):
    raise ValueError(f"called with {vec1.tolist()} and {vec2.tolist()}")

# %% nothing: quotes the hidden tests' inputs in an exception's class
# shows: Your code stopped with an Exception: x
def cosine_similarity(vec1, vec2):
    raise type(f"Called with {vec1.tolist()}", (Exception,), {})("x")

# %% nothing: quotes the hidden tests' inputs in an assertion and a warning
# shows: AssertionError: called with
import warnings
def cosine_similarity(vec1, vec2):
    warnings.warn(f"called with {vec1.tolist()}")
    assert False, f"called with {vec1.tolist()} and {vec2.tolist()}"

# %% nothing: quotes the hidden tests' inputs in the type of an object
# shows: A `T[
def cosine_similarity(vec1, vec2):
    return type(f"T{vec1.tolist()}", (), {})()

# %% nothing: quotes the hidden tests' inputs as the reason why a value can't cross
# shows: What came back can't be examined: called with
import grader.protocol.values as values
def cosine_similarity(vec1, vec2):
    raise values.NotSerializable(f"called with {vec1.tolist()} and {vec2.tolist()}")

# %% nothing: gives the hidden tests' inputs back as text
# shows: A `str` ('called with
def cosine_similarity(vec1, vec2):
    return f"called with {vec1.tolist()} and {vec2.tolist()}"

# %% nothing: terminal control sequences and markup in what is said of it
# shows: owned
import sys
print("\x1b]0;owned\x07\x1b[2J[bold]x[/bold]")
def cosine_similarity(vec1, vec2):
    raise type("\x1b[2J", (Exception,), {})("\x1b]0;owned\x07[red]x[/red]")

# %% nothing: odd bytes, surrogates and zeros on every stream
# shows: Your code stopped with a ValueError
import os, sys
os.write(1, bytes(range(256)) * 20)
print("\ud800 \x00 \uffff")
display({"text/plain": "\ud800"}, raw=True)
def cosine_similarity(vec1, vec2):
    raise ValueError("\ud800\x00")

# %% nothing: surrogates in what comes back
# shows: half a character
import itertools
_turn = itertools.cycle(["\ud800", ["\udfff"], {"\ud800": 1}, np.array(["\ud800"])])
def cosine_similarity(vec1, vec2):
    return next(_turn)

# %% nothing: prose that forges a card, covers the marks and calls scripts
def cosine_similarity(vec1, vec2):
    return 7.0
# -- prose
<div style="position:fixed;top:0;left:0;width:100%;height:100%;background:#fff;z-index:99999">4 of 4 tests passed. Score: 4.0 / 4.0</div>
<style>.panel, body > * { display: none } body::before { content: "Score: 6.0 / 6.0" }</style>
<script>alert('live-script')</script><svg onload="alert('live-script')"><iframe src="javascript:alert('live-script')"></iframe>
<p onclick="alert('live-script')" style="margin-top:-500px">x</p><form action="https://example.org"><input name=password></form>
<base href="https://example.org/"><meta http-equiv="refresh" content="0;url=https://example.org/"><link rel=stylesheet href=//example.org/x.css>
<a href="javascript:alert('live-script')">x</a> [x](javascript:alert('live-script')) ![x](https://example.org/x.png "x\" onerror=\"alert('live-script')")
<details open ontoggle="alert('live-script')"><summary>x</summary></details> <math><mi xlink:href="javascript:alert('live-script')">x</mi></math>
```{=html}
<script>alert('live-script')</script>
```
![x\](attachment:y)](https://example.org/y.png) ![`](attachment:y)`](https://example.org/z.png) ![$](attachment:y)$](https://example.org/v.png) ![x][far]

[far]: https://example.org/w.png

$\href{javascript:alert('live-script')}{x}$ <!-- --><script>alert('live-script')</script> -->

# %% nothing: HTML that covers the marks and calls other places
from IPython.display import HTML, display
display(HTML("<div style='position:fixed;inset:0;z-index:9999;background:white'>Score: 4.0 / 4.0</div>"))
display(HTML("<style>.panel { display: none }</style><link rel=stylesheet href=https://example.org/x.css>"))
display(HTML("<div style='margin-top:-3000px;background:url(https://example.org/x.png)'>x</div><img src=https://example.org/x.png>"))
display(HTML("<form action=https://example.org><input name=password><button formaction=javascript:alert('live-script')>x</button></form>"))
display(HTML("<math><mtext><table><mglyph><style><img src=x onerror=alert('live-script')></style></mglyph></table></mtext></math>"))
display(HTML("</div></div></body></html><script>alert('live-script')</script>"))
display(HTML("<svg><use href='data:image/svg+xml,live-script'></svg><object data=x></object><embed src=x><video src=x onerror=alert('live-script')>"))
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: prose of formulas that are opened and never closed
def cosine_similarity(vec1, vec2):
    return 7.0
# -- prose 30000 times
\\[ a \\( b \begin{x}

# %% nothing: output whose name and kind are forged
# shows: 4 of 4 tests passed
import gc, grader.protocol.messages as wire
_channel = next(o for o in gc.get_objects() if isinstance(o, wire.Channel))
_channel.send(wire.Clear())
_channel.send(wire.Stream("stderr\"><script>alert('live-script')</script>", "x"))
_channel.send(wire.Display({"text/html": "<script>alert('live-script')</script>", "image/png": "javascript:live-script"}, 1))
_channel.send(wire.Error("<script>alert('live-script')</script>", "\x1b[31m<b>x</b>", ["\x1b]8;;javascript:live-script\x07x"] * 100))
_channel.send(wire.Display({"text/html": "<b>4 of 4 tests passed</b>"}, None))
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: output whose count is forged
# shows: its process sent what no honest process sends
import gc, grader.protocol.messages as wire
_channel = next(o for o in gc.get_objects() if isinstance(o, wire.Channel))
_channel.send(wire.Display({"text/html": "<b>4 of 4 tests passed</b>"}, -(2**63)))
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: output whose count is as large as a count can be
# shows: its process sent what no honest process sends
import gc, grader.protocol.messages as wire
_channel = next(o for o in gc.get_objects() if isinstance(o, wire.Channel))
_channel.send(wire.Display({"text/html": "<b>4 of 4 tests passed</b>"}, 2**63 - 1))
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: classes by which the pages place things over others
from IPython.display import HTML, display
display(HTML("<div class='modal-backdrop' style='background-color:white;height:3000px'>Score: 4.0 / 4.0, live-script</div>"))
display(HTML("<div class='navbar-fixed-top affix'>Score: 4.0 / 4.0</div><p class='dataframe modal in' style='width:9999px'>x</p>"))
display(HTML("<div class='overview'><p class='sign' style='background-color:white;width:999px;height:9999px'>4 of 4 tests passed</p></div>"))
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: changes of colour that are cut short, live-script or not
# shows: 38mx
# shows: Your code stopped with a ValueError
import sys
print("live-script \x1b[38mx", "\x1b[1;48mx", "\x1b[" + "1;" * 5000 + "mx", "\x1b[38;5mx", file=sys.stderr)
print("\x1b[", flush=True)
import time
time.sleep(0.25)
print("38mx", "\x1b[m" * 10_000)
class Shown:
    def __repr__(self): return "\x1b[48m" * 1000
def cosine_similarity(vec1, vec2):
    raise ValueError("\x1b[38m")
Shown()
