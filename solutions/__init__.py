"""The reference solutions of the course: pure, documented mathematics, one module a subject.

Every exercise's function is importable from here: `from solutions import cosine_similarity`.
"""

from solutions.attention import (
    attention_head,
    multi_head_attention,
    plot_attention,
    scaled_dot_product_attention,
)
from solutions.calculus import (
    backward_pass,
    chain_rule_gradient,
    forward_pass,
    gradient,
    gradient_descent,
    loss_function,
    sigmoid,
    sigmoid_derivative,
    train,
)
from solutions.capstone import (
    attention_gradient,
    attention_loss,
    tiny_attention,
    train_step,
)
from solutions.embeddings import (
    analogy,
    nearest_word,
    normalize_embeddings,
    pairwise_similarities,
    plot_embeddings,
)
from solutions.fourier import (
    attention_spectrum,
    dft,
    dominant_frequencies,
)
from solutions.information import (
    cross_entropy,
    cross_entropy_loss,
    entropy,
    kl_divergence,
    mutual_information,
    select_features,
)
from solutions.linear_algebra import (
    cosine_similarity,
    eigendecomposition,
    linear_layer,
    pca,
    simple_attention,
)
from solutions.matrix_calculus import (
    quadratic_form,
    quadratic_form_gradient,
    trace_gradient,
)
from solutions.optimization import (
    AdamOptimizer,
    GradientDescentOptimizer,
    MomentumOptimizer,
    optimize,
)
from solutions.probability import (
    beta_posterior,
    credible_interval,
    next_word_predictions,
    normal_cdf,
    normal_pdf,
    posterior_mean,
    sample_exponential,
    sample_normal,
    softmax,
)
from solutions.symbolic_calculus import (
    critical_points,
    derivative,
    gradient_vector,
    hessian,
)

__all__ = [
    "AdamOptimizer",
    "GradientDescentOptimizer",
    "MomentumOptimizer",
    "analogy",
    "attention_gradient",
    "attention_head",
    "attention_loss",
    "attention_spectrum",
    "backward_pass",
    "beta_posterior",
    "chain_rule_gradient",
    "cosine_similarity",
    "credible_interval",
    "critical_points",
    "cross_entropy",
    "cross_entropy_loss",
    "derivative",
    "dft",
    "dominant_frequencies",
    "eigendecomposition",
    "entropy",
    "forward_pass",
    "gradient",
    "gradient_descent",
    "gradient_vector",
    "hessian",
    "kl_divergence",
    "linear_layer",
    "loss_function",
    "multi_head_attention",
    "mutual_information",
    "nearest_word",
    "next_word_predictions",
    "normal_cdf",
    "normal_pdf",
    "normalize_embeddings",
    "optimize",
    "pairwise_similarities",
    "pca",
    "plot_attention",
    "plot_embeddings",
    "posterior_mean",
    "quadratic_form",
    "quadratic_form_gradient",
    "sample_exponential",
    "sample_normal",
    "scaled_dot_product_attention",
    "select_features",
    "sigmoid",
    "sigmoid_derivative",
    "simple_attention",
    "softmax",
    "tiny_attention",
    "trace_gradient",
    "train",
    "train_step",
]
