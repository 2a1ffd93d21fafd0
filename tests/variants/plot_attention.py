# Right and wrong answers to `plot_attention(attention_weights)`, one cell a block, as students write
# them. `np` and `plt` come from the notebook's set-up cell. Every check must pass each right answer,
# and some check must fail each wrong one.

# %% right: subplots and the methods of the Axes
def plot_attention(attention_weights):
    fig, ax = plt.subplots(figsize=(8, 6))
    image = ax.imshow(attention_weights, cmap="Blues")
    fig.colorbar(image, ax=ax)
    ax.set_title("Attention Weights Heatmap")
    ax.set_xlabel("Key Position")
    ax.set_ylabel("Query Position")
    return ax

# %% right: pyplot throughout, as in the lecture text, and the current Axes
def plot_attention(attention_weights):
    plt.figure(figsize=(8, 6))
    plt.imshow(attention_weights, cmap="Blues")
    plt.colorbar()
    plt.title("Attention Weights Heatmap")
    plt.xlabel("Key Position")
    plt.ylabel("Query Position")
    return plt.gca()

# %% right: as in the lecture text, shown before it is returned
def plot_attention(attention_weights):
    plt.figure(figsize=(8, 6))
    plt.imshow(attention_weights, cmap="Blues")
    plt.colorbar()
    plt.title("Attention Weights Heatmap")
    plt.xlabel("Key Position")
    plt.ylabel("Query Position")
    ax = plt.gca()
    plt.show()
    return ax

# %% right: the numbers written into the cells
def plot_attention(attention_weights):
    A = np.asarray(attention_weights)
    figure, axes = plt.subplots(layout="constrained")
    drawn = axes.imshow(A, vmin=0, vmax=1, cmap="viridis", interpolation="nearest")
    figure.colorbar(drawn, label="weight")
    for i in range(A.shape[0]):
        for j in range(A.shape[1]):
            axes.text(j, i, f"{A[i, j]:.1f}", ha="center", va="center")
    axes.set(title="Attention Weights Heatmap", xlabel="Key Position", ylabel="Query Position")
    return axes

# %% right: matshow, its figure closed
def plot_attention(attention_weights):
    fig = plt.figure()
    ax = fig.add_subplot()
    plt.colorbar(ax.matshow(np.array(attention_weights)), ax=ax)
    ax.set_title("Attention Weights Heatmap")
    ax.set_xlabel("Key Position")
    ax.set_ylabel("Query Position")
    plt.close(fig)
    return ax

# %% right: a Figure of its own, without pyplot
from matplotlib.figure import Figure

def plot_attention(attention_weights):
    figure = Figure(figsize=(5, 4))
    ax = figure.add_axes((0.1, 0.1, 0.8, 0.8))
    figure.colorbar(ax.imshow(attention_weights, aspect="auto"), ax=ax)
    ax.set(xlabel="Key Position", ylabel="Query Position")
    ax.set_title("Attention Weights Heatmap", fontsize=14, pad=12)
    return ax

# %% right: helper functions, a colorbar in a place of its own
def named(ax):
    ax.set_title("Attention Weights Heatmap")
    ax.set_xlabel("Key Position")
    ax.set_ylabel("Query Position")
    return ax

def plot_attention(attention_weights):
    fig, (ax, place) = plt.subplots(1, 2, width_ratios=(20, 1))
    fig.colorbar(ax.imshow(np.atleast_2d(attention_weights)), cax=place)
    return named(ax)

# %% right: a norm for the colours, an extent and a colorbar below
from matplotlib.colors import PowerNorm

def plot_attention(attention_weights):
    fig, ax = plt.subplots()
    im = ax.imshow(attention_weights, norm=PowerNorm(0.5), extent=(0, 1, 0, 1))
    fig.colorbar(im, ax=ax, orientation="horizontal")
    ax.set_title("Attention Weights Heatmap")
    ax.set_xlabel("Key Position")
    ax.set_ylabel("Query Position")
    return ax

# %% right: a colorbar as high as the image, by a divider
from mpl_toolkits.axes_grid1 import make_axes_locatable

def plot_attention(attention_weights):
    fig = plt.figure()
    ax = fig.add_subplot(111)
    im = ax.imshow(attention_weights)
    cax = make_axes_locatable(ax).append_axes("right", size="5%", pad=0.1)
    plt.colorbar(im, cax=cax)
    ax.set_title("Attention Weights Heatmap")
    ax.set_xlabel("Key Position")
    ax.set_ylabel("Query Position")
    return ax

# %% right: a Figure without pyplot
from matplotlib.figure import Figure

def plot_attention(attention_weights: np.ndarray) -> plt.Axes:
    figure = Figure()
    axes = figure.subplots()
    picture = axes.imshow(np.array(attention_weights, dtype=float), interpolation="nearest")
    figure.colorbar(picture, ax=axes)
    axes.set_title("Attention Weights Heatmap")
    axes.set_xlabel("Key Position")
    axes.set_ylabel("Query Position")
    return axes

# %% wrong: on whatever figure is current
def plot_attention(attention_weights):
    plt.imshow(attention_weights, cmap="Blues")
    plt.colorbar()
    plt.title("Attention Weights Heatmap")
    plt.xlabel("Key Position")
    plt.ylabel("Query Position")
    return plt.gca()

# %% wrong: figure 1 again and again, cleared
def plot_attention(attention_weights):
    fig, ax = plt.subplots(num=1, clear=True)
    fig.colorbar(ax.imshow(attention_weights), ax=ax)
    ax.set(title="Attention Weights Heatmap", xlabel="Key Position", ylabel="Query Position")
    return ax

# %% wrong: one Axes kept for all calls
kept = []

def plot_attention(attention_weights):
    if not kept:
        kept.append(plt.subplots()[1])
    ax = kept[0]
    ax.figure.colorbar(ax.imshow(attention_weights), ax=ax)
    ax.set(title="Attention Weights Heatmap", xlabel="Key Position", ylabel="Query Position")
    return ax

# %% wrong: no colorbar
def plot_attention(attention_weights):
    fig, ax = plt.subplots()
    ax.imshow(attention_weights)
    ax.set(title="Attention Weights Heatmap", xlabel="Key Position", ylabel="Query Position")
    return ax

# %% wrong: no title
def plot_attention(attention_weights):
    fig, ax = plt.subplots()
    fig.colorbar(ax.imshow(attention_weights), ax=ax)
    ax.set(xlabel="Key Position", ylabel="Query Position")
    return ax

# %% wrong: the title over the figure, not the Axes
def plot_attention(attention_weights):
    fig, ax = plt.subplots()
    fig.colorbar(ax.imshow(attention_weights), ax=ax)
    fig.suptitle("Attention Weights Heatmap")
    ax.set(xlabel="Key Position", ylabel="Query Position")
    return ax

# %% wrong: another title
def plot_attention(attention_weights):
    fig, ax = plt.subplots()
    fig.colorbar(ax.imshow(attention_weights), ax=ax)
    ax.set(title="Attention Heatmap", xlabel="Key Position", ylabel="Query Position")
    return ax

# %% wrong: the labels exchanged
def plot_attention(attention_weights):
    fig, ax = plt.subplots()
    fig.colorbar(ax.imshow(attention_weights), ax=ax)
    ax.set(title="Attention Weights Heatmap", xlabel="Query Position", ylabel="Key Position")
    return ax

# %% wrong: no y label
def plot_attention(attention_weights):
    fig, ax = plt.subplots()
    fig.colorbar(ax.imshow(attention_weights), ax=ax)
    ax.set(title="Attention Weights Heatmap", xlabel="Key Position")
    return ax

# %% wrong: the weights transposed
# true: the weights with queries and keys swapped
def plot_attention(attention_weights):
    fig, ax = plt.subplots()
    fig.colorbar(ax.imshow(attention_weights.T), ax=ax)
    ax.set(title="Attention Weights Heatmap", xlabel="Key Position", ylabel="Query Position")
    return ax

# %% wrong: the rows upside down
# true: the weights with the rows in reverse order
def plot_attention(attention_weights):
    fig, ax = plt.subplots()
    fig.colorbar(ax.imshow(attention_weights[::-1]), ax=ax)
    ax.set(title="Attention Weights Heatmap", xlabel="Key Position", ylabel="Query Position")
    return ax

# %% wrong: divided by the largest weight
# true: weights that were divided by the largest weight
def plot_attention(attention_weights):
    fig, ax = plt.subplots()
    fig.colorbar(ax.imshow(attention_weights / attention_weights.max()), ax=ax)
    ax.set(title="Attention Weights Heatmap", xlabel="Key Position", ylabel="Query Position")
    return ax

# %% wrong: rounded to two digits
def plot_attention(attention_weights):
    fig, ax = plt.subplots()
    fig.colorbar(ax.imshow(np.round(attention_weights, 2)), ax=ax)
    ax.set(title="Attention Weights Heatmap", xlabel="Key Position", ylabel="Query Position")
    return ax

# %% wrong: softmax taken once more
# true: weights with a second softmax applied to them
def plot_attention(attention_weights):
    e = np.exp(attention_weights)
    fig, ax = plt.subplots()
    fig.colorbar(ax.imshow(e / e.sum(axis=1, keepdims=True)), ax=ax)
    ax.set(title="Attention Weights Heatmap", xlabel="Key Position", ylabel="Query Position")
    return ax

# %% wrong: the square part alone
def plot_attention(attention_weights):
    n = min(attention_weights.shape)
    fig, ax = plt.subplots()
    fig.colorbar(ax.imshow(attention_weights[:n, :n]), ax=ax)
    ax.set(title="Attention Weights Heatmap", xlabel="Key Position", ylabel="Query Position")
    return ax

# %% wrong: weights of its own, as in the lecture text
def plot_attention(attention_weights):
    scores = np.random.randn(*attention_weights.shape)
    weights = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    fig, ax = plt.subplots()
    fig.colorbar(ax.imshow(weights), ax=ax)
    ax.set(title="Attention Weights Heatmap", xlabel="Key Position", ylabel="Query Position")
    return ax

# %% wrong: colours instead of weights
def plot_attention(attention_weights):
    fig, ax = plt.subplots()
    fig.colorbar(ax.imshow(plt.cm.Blues(attention_weights)), ax=ax)
    ax.set(title="Attention Weights Heatmap", xlabel="Key Position", ylabel="Query Position")
    return ax

# %% wrong: a mesh, which is no image
def plot_attention(attention_weights):
    fig, ax = plt.subplots()
    fig.colorbar(ax.pcolormesh(attention_weights), ax=ax)
    ax.set(title="Attention Weights Heatmap", xlabel="Key Position", ylabel="Query Position")
    return ax

# %% wrong: two images on top of each other
def plot_attention(attention_weights):
    fig, ax = plt.subplots()
    ax.imshow(attention_weights, cmap="Greys")
    fig.colorbar(ax.imshow(attention_weights, alpha=0.5), ax=ax)
    ax.set(title="Attention Weights Heatmap", xlabel="Key Position", ylabel="Query Position")
    return ax

# %% wrong: nothing returned
def plot_attention(attention_weights):
    plt.figure()
    plt.imshow(attention_weights)
    plt.colorbar()
    plt.title("Attention Weights Heatmap")
    plt.xlabel("Key Position")
    plt.ylabel("Query Position")
    plt.show()

# %% wrong: the figure returned
def plot_attention(attention_weights):
    fig, ax = plt.subplots()
    fig.colorbar(ax.imshow(attention_weights), ax=ax)
    ax.set(title="Attention Weights Heatmap", xlabel="Key Position", ylabel="Query Position")
    return fig

# %% wrong: the image returned
def plot_attention(attention_weights):
    fig, ax = plt.subplots()
    image = ax.imshow(attention_weights)
    fig.colorbar(image, ax=ax)
    ax.set(title="Attention Weights Heatmap", xlabel="Key Position", ylabel="Query Position")
    return image

# %% wrong: figure and Axes returned
def plot_attention(attention_weights):
    fig, ax = plt.subplots()
    fig.colorbar(ax.imshow(attention_weights), ax=ax)
    ax.set(title="Attention Weights Heatmap", xlabel="Key Position", ylabel="Query Position")
    return fig, ax

# %% wrong: the Axes of the colorbar
def plot_attention(attention_weights):
    fig, ax = plt.subplots()
    bar = fig.colorbar(ax.imshow(attention_weights), ax=ax)
    ax.set(title="Attention Weights Heatmap", xlabel="Key Position", ylabel="Query Position")
    return bar.ax

# %% wrong: the current Axes after the figure was shown, a new and empty one
def plot_attention(attention_weights):
    plt.figure()
    plt.imshow(attention_weights)
    plt.colorbar()
    plt.title("Attention Weights Heatmap")
    plt.xlabel("Key Position")
    plt.ylabel("Query Position")
    plt.show()
    plt.close("all")
    return plt.gca()

# %% wrong: a colorbar that belongs to no image
def plot_attention(attention_weights):
    fig, ax = plt.subplots()
    ax.imshow(attention_weights)
    fig.colorbar(plt.cm.ScalarMappable(), ax=ax)
    ax.set_title("Attention Weights Heatmap")
    ax.set_xlabel("Key Position")
    ax.set_ylabel("Query Position")
    return ax

# %% wrong: a colorbar that is removed again
def plot_attention(attention_weights):
    fig, ax = plt.subplots()
    cb = fig.colorbar(ax.imshow(attention_weights))
    cb.remove()
    ax.set_title("Attention Weights Heatmap")
    ax.set_xlabel("Key Position")
    ax.set_ylabel("Query Position")
    return ax

# %% wrong: title and labels on the Axes of the colorbar
def plot_attention(attention_weights):
    fig, ax = plt.subplots()
    im = ax.imshow(attention_weights)
    cb = fig.colorbar(im)
    plt.sca(cb.ax)
    plt.title("Attention Weights Heatmap")
    plt.xlabel("Key Position")
    plt.ylabel("Query Position")
    return ax

# %% wrong: the current Axes, which all calls share
def plot_attention(attention_weights):
    ax = plt.gca()
    im = ax.imshow(attention_weights)
    plt.colorbar(im)
    ax.set(title="Attention Weights Heatmap", xlabel="Key Position", ylabel="Query Position")
    return ax

# %% wrong: the labels of x and y exchanged
def plot_attention(attention_weights):
    fig, ax = plt.subplots()
    fig.colorbar(ax.imshow(attention_weights))
    ax.set(title="Attention Weights Heatmap", xlabel="Query Position", ylabel="Key Position")
    return ax

# %% right: a title at the left
def plot_attention(attention_weights: np.ndarray) -> plt.Axes:
    fig, ax = plt.subplots(figsize=(5, 4))
    image = ax.imshow(attention_weights, cmap="viridis")
    fig.colorbar(image, ax=ax)
    ax.set_title("Attention Weights Heatmap", loc="left")
    ax.set_xlabel("Key Position")
    ax.set_ylabel("Query Position")
    return ax

# %% right: subplots, everything set at once with ax.set
def plot_attention(attention_weights):
    fig, ax = plt.subplots()
    fig.colorbar(ax.imshow(attention_weights), ax=ax)
    ax.set(title="Attention Weights Heatmap", xlabel="Key Position", ylabel="Query Position")
    return ax

# %% right: plt functions on a new current figure
def plot_attention(attention_weights):
    plt.figure(figsize=(6, 5))
    plt.imshow(attention_weights, cmap="viridis", aspect="auto")
    plt.colorbar(label="weight")
    plt.title("Attention Weights Heatmap")
    plt.xlabel("Key Position")
    plt.ylabel("Query Position")
    return plt.gca()

# %% right: add_axes by hand, colorbar in its own Axes, numbers in cells
def plot_attention(attention_weights):
    fig = plt.figure()
    ax, beside = fig.add_axes([0.1, 0.1, 0.7, 0.8]), fig.add_axes([0.85, 0.1, 0.04, 0.8])
    image = ax.imshow(np.array(attention_weights, dtype=float), vmin=0, vmax=1, cmap="Blues")
    fig.colorbar(image, cax=beside)
    for (i, j), w in np.ndenumerate(attention_weights):
        ax.text(j, i, f"{w:.2f}", ha="center", va="center")
    ax.set_title("Attention Weights Heatmap")
    ax.set_xlabel("Key Position")
    ax.set_ylabel("Query Position")
    return ax

# %% right: a gridspec, plt.colorbar with the mappable and ax
def plot_attention(attention_weights):
    names = {"title": "Attention Weights Heatmap", "xlabel": "Key Position"}
    ax = plt.figure(layout="constrained").add_gridspec(1, 1)[0].subgridspec(1, 1).subplots()
    image = ax.imshow(attention_weights, interpolation="nearest", origin="upper")
    plt.colorbar(image, ax=ax, shrink=0.8)
    for name, text in names.items():
        getattr(ax, f"set_{name}")(text)
    ax.set_ylabel("Query Position")
    ax.set_xticks(range(attention_weights.shape[1]))
    return ax

# %% wrong: the weights are rounded to two digits
def plot_attention(attention_weights):
    fig, ax = plt.subplots()
    fig.colorbar(ax.imshow(np.round(attention_weights, 2)), ax=ax)
    ax.set(title="Attention Weights Heatmap", xlabel="Key Position", ylabel="Query Position")
    return ax

# %% wrong: draws no more than 32 queries and keys, shape is asked
def plot_attention(attention_weights):
    fig, ax = plt.subplots()
    fig.colorbar(ax.imshow(attention_weights[:32, :32]), ax=ax)
    ax.set(title="Attention Weights Heatmap", xlabel="Key Position", ylabel="Query Position")
    return ax

# %% wrong: turns tall tables on their side, keys and queries swapped if n > m
def plot_attention(attention_weights):
    table = attention_weights
    if table.shape[0] > table.shape[1]:
        table = table.T
    fig, ax = plt.subplots()
    fig.colorbar(ax.imshow(table), ax=ax)
    ax.set(title="Attention Weights Heatmap", xlabel="Key Position", ylabel="Query Position")
    return ax

# %% wrong: each row is divided by its sum
def plot_attention(attention_weights):
    fig, ax = plt.subplots()
    table = attention_weights / attention_weights.sum(axis=1, keepdims=True)
    fig.colorbar(ax.imshow(table), ax=ax)
    ax.set(title="Attention Weights Heatmap", xlabel="Key Position", ylabel="Query Position")
    return ax

# %% wrong: one figure for each shape, a second call of that shape gets no new figure
_figures = {}


def plot_attention(attention_weights):
    shape = attention_weights.shape
    if shape in _figures:
        _figures[shape].clear()
    else:
        _figures[shape] = plt.figure()
    fig = _figures[shape]
    ax = fig.add_subplot()
    fig.colorbar(ax.imshow(attention_weights), ax=ax)
    ax.set(title="Attention Weights Heatmap", xlabel="Key Position", ylabel="Query Position")
    return ax

# %% wrong: weights above 1 or below 0.001 are cut or hidden, not drawn as they are
def plot_attention(attention_weights):
    fig, ax = plt.subplots()
    table = np.where((attention_weights > 0) & (attention_weights < 1e-3), 0.0, attention_weights)
    fig.colorbar(ax.imshow(table), ax=ax)
    ax.set(title="Attention Weights Heatmap", xlabel="Key Position", ylabel="Query Position")
    return ax

# %% wrong: draws on the current figure, the second call gets no new one
def plot_attention(attention_weights):
    image = plt.imshow(attention_weights)
    plt.colorbar(image)
    plt.title("Attention Weights Heatmap")
    plt.xlabel("Key Position")
    plt.ylabel("Query Position")
    return image.axes

# %% wrong: the colorbar belongs to a mappable of its own, the image has none
def plot_attention(attention_weights):
    fig, ax = plt.subplots()
    ax.imshow(attention_weights)
    fig.colorbar(plt.cm.ScalarMappable(cmap="viridis"), ax=ax)
    ax.set(title="Attention Weights Heatmap", xlabel="Key Position", ylabel="Query Position")
    return ax

# %% wrong: the labels of x and y are swapped
def plot_attention(attention_weights):
    fig, ax = plt.subplots()
    fig.colorbar(ax.imshow(attention_weights), ax=ax)
    ax.set(title="Attention Weights Heatmap", ylabel="Key Position", xlabel="Query Position")
    return ax

# %% right: subplots, then every setting on its line
def plot_attention(attention_weights: np.ndarray) -> plt.Axes:
    """Draw a heat map of attention weights."""
    fig, ax = plt.subplots()
    image = ax.imshow(attention_weights, cmap="viridis")
    fig.colorbar(image, ax=ax)
    ax.set_title("Attention Weights Heatmap")
    ax.set_xlabel("Key Position")
    ax.set_ylabel("Query Position")
    return ax

# %% right: pyplot's functions on a new figure
def plot_attention(attention_weights: np.ndarray) -> plt.Axes:
    plt.figure(figsize=(6, 5))
    plt.imshow(attention_weights, aspect="auto", vmin=0, vmax=1)
    plt.colorbar(label="weight")
    plt.title("Attention Weights Heatmap")
    plt.xlabel("Key Position")
    plt.ylabel("Query Position")
    return plt.gca()

# %% right: colorbar in an Axes of its own
def plot_attention(attention_weights: np.ndarray) -> plt.Axes:
    figure, (ax, bar) = plt.subplots(1, 2, width_ratios=[15, 1], layout="constrained")
    figure.colorbar(ax.imshow(attention_weights, cmap="Blues", interpolation="nearest"), cax=bar)
    ax.set(title="Attention Weights Heatmap", xlabel="Key Position", ylabel="Query Position")
    return ax

# %% right: add_subplot, dict of texts, numbers in cells
def plot_attention(attention_weights: np.ndarray) -> plt.Axes:
    texts = {"xlabel": "Key Position", "ylabel": "Query Position"}
    texts["title"] = "Attention Weights Heatmap"
    ax = plt.figure().add_subplot()
    ax.set(**texts)
    ax.figure.colorbar(ax.imshow(attention_weights), shrink=0.8)
    n, m = attention_weights.shape
    if n * m <= 16:
        for i in range(n):
            for j in range(m):
                ax.text(j, i, f"{attention_weights[i, j]:.2f}", ha="center", va="center")
    return ax

# %% wrong: draws on the current figure; "each call makes a new figure"
def plot_attention(attention_weights: np.ndarray) -> plt.Axes:
    plt.imshow(attention_weights)
    plt.colorbar()
    plt.title("Attention Weights Heatmap")
    plt.xlabel("Key Position")
    plt.ylabel("Query Position")
    return plt.gca()

# %% wrong: x and y labels swapped; "the x label is Key Position"
def plot_attention(attention_weights: np.ndarray) -> plt.Axes:
    fig, ax = plt.subplots()
    im = ax.imshow(attention_weights)
    fig.colorbar(im)
    ax.set_title("Attention Weights Heatmap")
    ax.set_xlabel("Query Position")
    ax.set_ylabel("Key Position")
    return ax

# %% wrong: no colorbar; "the image has a colorbar"
def plot_attention(attention_weights: np.ndarray) -> plt.Axes:
    fig, ax = plt.subplots()
    ax.imshow(attention_weights)
    ax.set(title="Attention Weights Heatmap", xlabel="Key Position", ylabel="Query Position")
    return ax

# %% wrong: suptitle of the figure, so the Axes has no title; the title belongs to the Axes
def plot_attention(attention_weights: np.ndarray) -> plt.Axes:
    fig, ax = plt.subplots()
    fig.colorbar(ax.imshow(attention_weights))
    fig.suptitle("Attention Weights Heatmap")
    ax.set(xlabel="Key Position", ylabel="Query Position")
    return ax

# %% wrong: weights transposed, so keys run down; "the weights as they are"
# true: the weights with queries and keys swapped
def plot_attention(attention_weights: np.ndarray) -> plt.Axes:
    fig, ax = plt.subplots()
    image = ax.imshow(attention_weights.T)
    fig.colorbar(image)
    ax.set(title="Attention Weights Heatmap", xlabel="Key Position", ylabel="Query Position")
    return ax

# %% wrong: returns the image; "return the Axes, not the figure or the image"
def plot_attention(attention_weights: np.ndarray) -> plt.Axes:
    fig, ax = plt.subplots()
    ax.set_title("Attention Weights Heatmap")
    ax.set_xlabel("Key Position")
    ax.set_ylabel("Query Position")
    image = ax.imshow(attention_weights)
    fig.colorbar(image)
    return image

# %% wrong: divides each row by its sum to be safe; "neither rescaled, even if its rows don't sum to 1"
def plot_attention(attention_weights: np.ndarray) -> plt.Axes:
    A = attention_weights / attention_weights.sum(axis=1, keepdims=True)
    fig, ax = plt.subplots()
    fig.colorbar(ax.imshow(A, vmin=0, vmax=1))
    ax.set(title="Attention Weights Heatmap", xlabel="Key Position", ylabel="Query Position")
    return ax

# %% wrong: plt.show() first and plt.gca() afterwards, which makes a new empty Axes; the Axes that holds the image is wanted
def plot_attention(attention_weights: np.ndarray) -> plt.Axes:
    plt.figure()
    plt.imshow(attention_weights)
    plt.colorbar()
    plt.title("Attention Weights Heatmap")
    plt.xlabel("Key Position")
    plt.ylabel("Query Position")
    plt.show()
    return plt.gca()

# %% wrong: pcolormesh makes no image; "the Axes holds one image (imshow)"
def plot_attention(attention_weights: np.ndarray) -> plt.Axes:
    fig, ax = plt.subplots()
    mesh = ax.pcolormesh(attention_weights)
    ax.invert_yaxis()
    fig.colorbar(mesh)
    ax.set(title="Attention Weights Heatmap", xlabel="Key Position", ylabel="Query Position")
    return ax

# %% wrong: title in other words and lower case; the title is "Attention Weights Heatmap"
def plot_attention(attention_weights: np.ndarray) -> plt.Axes:
    fig, ax = plt.subplots()
    fig.colorbar(ax.imshow(attention_weights, cmap="Blues"))
    ax.set(title="Attention weights heatmap", xlabel="Key position", ylabel="Query position")
    return ax
