"""The reference solutions of the course: pure, documented mathematics, one module a subject.

Every exercise's function is importable from here: `from solutions import cosine_similarity`. Its
subject is imported then, and no other: SymPy alone takes longer than the tests of a notebook.
"""

from __future__ import annotations

import importlib
from typing import Any, Final

SUBJECTS: Final = {
    "approximation": (
        "lora_forward",
        "low_rank",
        "power_iteration",
    ),
    "attention": (
        "attention_head",
        "causal_attention",
        "favourite_distances",
        "multi_head_attention",
        "plot_attention",
        "scaled_dot_product_attention",
    ),
    "autograd": ("Value",),
    "calculus": (
        "backward_pass",
        "chain_rule_gradient",
        "forward_pass",
        "gradient",
        "gradient_descent",
        "loss_function",
        "sigmoid",
        "sigmoid_derivative",
        "train",
    ),
    "capstone": (
        "attention_gradient",
        "attention_loss",
        "tiny_attention",
        "train_step",
    ),
    "causal": (
        "CachedAttention",
        "causal_attention_gradients",
    ),
    "counterexamples": (
        "adam_failures",
        "causal_failures",
        "crop_failure",
        "flattering_probabilities",
        "losing_tokens",
        "misleading_points",
        "shortest_failure",
        "softmax_failures",
        "uphill_input",
    ),
    "embeddings": (
        "analogy",
        "kept_neighbours",
        "nearest_word",
        "normalize_embeddings",
        "pairwise_similarities",
        "plot_embeddings",
    ),
    "finite_differences": ("numerical_gradient",),
    "first_steps": (
        "RunningAverage",
        "pen_path",
        "shares",
        "squared_distances",
        "sum_by_group",
        "windows",
    ),
    "fourier": (
        "attention_spectrum",
        "dft",
        "distance_share",
        "dominant_frequencies",
        "fft",
        "inverse_dft",
        "rotary_positions",
        "sinusoidal_positions",
    ),
    "gpt": (
        "CachedGPT",
        "gpt_logits",
    ),
    "information": (
        "cross_entropy",
        "cross_entropy_loss",
        "entropy",
        "huffman_code",
        "kl_divergence",
        "mutual_information",
        "perplexity",
        "positive_pmi",
        "select_features",
    ),
    "language_model": (
        "beam_search",
        "bigram_counts",
        "bigram_probabilities",
        "generate",
        "sample_next",
        "write_greedily",
    ),
    "learned_embeddings": (
        "embedding_gradient",
        "k_means",
        "negative_sampling_gradients",
    ),
    "line_search": (
        "backtracking_descent",
        "conjugate_gradient",
    ),
    "linear_algebra": (
        "cosine_similarity",
        "eigendecomposition",
        "linear_layer",
        "pca",
        "simple_attention",
    ),
    "matrix_calculus": (
        "cross_entropy_gradient",
        "least_squares_gradient",
        "linear_layer_gradients",
        "quadratic_form",
        "quadratic_form_gradient",
        "softmax_gradient",
        "tied_layer_gradient",
        "trace_gradient",
    ),
    "neural_language_model": (
        "initial_parameters",
        "neural_logits",
    ),
    "optimization": (
        "AdamOptimizer",
        "GradientDescentOptimizer",
        "MomentumOptimizer",
        "learning_rate_at",
        "optimize",
    ),
    "probability": (
        "beta_posterior",
        "credible_interval",
        "next_word_predictions",
        "normal_cdf",
        "normal_pdf",
        "posterior_mean",
        "sample_exponential",
        "sample_normal",
        "softmax",
    ),
    "random_layers": (
        "spread_through_layers",
        "weight_std",
    ),
    "symbolic_calculus": (
        "critical_points",
        "derivative",
        "gradient_vector",
        "hessian",
        "kind_of_point",
    ),
    "tensor": (
        "Tensor",
        "sum_to_shape",
        "train_network",
    ),
    "tokens": (
        "encode_with_merges",
        "learn_merges",
    ),
    "transformer": (
        "block_gradients",
        "heads_gradients",
        "layer_norm",
        "layer_norm_gradients",
        "network_gradients",
        "transformer_block",
    ),
}
"""The modules, and what is importable from here of each."""

_subject_of = {name: subject for subject, names in SUBJECTS.items() for name in names}

__all__ = sorted(_subject_of)  # noqa: PLE0605  (ruff reads no calls)


def __getattr__(name: str) -> Any:
    """Import the name that is asked for from the module of its subject."""
    if name not in _subject_of:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_subject_of[name]}"), name)


def __dir__() -> list[str]:
    return [*globals(), *_subject_of]
