"""The pages of the documentation, built by `make docs` without any network."""

import shutil
import sys
from pathlib import Path

import jupyter_server_mathjax

sys.path.insert(0, str(Path(__file__).parent))
from grader import __version__
from grader.site.sphinx_pages import mend_access

project = "Mathematics for GenAI: an auto-graded course kit"
version = release = __version__
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx_click", "reference"]
exclude_patterns = ["_build"]
myst_enable_extensions = ["dollarmath", "amsmath", "colon_fence"]
myst_heading_anchors = 3
highlight_language = "none"
default_role = "code"  # docstrings have names in single backquotes
smartquotes_action = "q"  # the dashes of an option are no dash
nb_execution_mode = "off"  # students see it so: nothing written, nothing run

# Links between notebooks lead to where the files really are, so the pages are made from copies.
notebooks = Path(__file__).parent / "notebooks"
shutil.rmtree(notebooks, ignore_errors=True)
release_folder = notebooks.parent.parent / "release"
for path in [*release_folder.glob("*/*.ipynb"), *release_folder.glob("*/*.svg")]:
    copy = notebooks / path.parent.name / path.name
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(path, copy)

html_title = "Mathematics for GenAI"
html_theme = "furo"
html_theme_options = {"top_of_page_buttons": []}
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
html_static_path = ["_static", str(Path(jupyter_server_mathjax.__file__).parent / "static")]
html_css_files = ["style.css"]

# Formulas are set by the MathJax that Jupyter has, which is version 2, from beside the pages.
mathjax_path = "MathJax.js?config=TeX-AMS-MML_HTMLorMML-full,Safe"
mathjax2_config = {
    "messageStyle": "none",
    "jax": ["input/TeX", "output/HTML-CSS"],
    "HTML-CSS": {"availableFonts": [], "webFont": "STIX-Web", "imageFont": None, "scale": 92},
    "tex2jax": {"ignoreClass": "mathjax_ignore", "processClass": "math|output_area"},
}
myst_update_mathjax = False


def setup(app):
    """Mend each page after the theme has made it."""
    app.connect("html-page-context", mend_access, priority=900)
