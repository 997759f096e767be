"""Recognisers with random weights, laid out as the hub does it for transformers.js. For tests: they know nothing."""

import json
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from torch import Tensor, nn
from torch.export import Dim
from transformers import (
    MoonshineConfig,
    MoonshineForConditionalGeneration,
    WhisperConfig,
    WhisperFeatureExtractor,
    WhisperForConditionalGeneration,
)
from transformers.cache_utils import DynamicCache, EncoderDecoderCache

from .export import session

OPSET = 18
TOKENS = 300
# What the small vocabularies are learned from; any English does.
TEXT = [
    "so we went down to the lake on sunday morning and the water was very cold but we swam anyway",
    "yesterday we cooked a big dinner for all our friends and then we talked until it was late",
    "I think that is right, isn't it? Well, you know how they are; nothing ever comes of it.",
]
WHISPER_TOKENS = ["<|endoftext|>", "<|startoftranscript|>", "<|translate|>", "<|transcribe|>", "<|notimestamps|>"]


class Encoder(nn.Module):
    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, sound: Tensor) -> Tensor:
        return self.encoder(sound).last_hidden_state


class Decoder(nn.Module):
    """One step or several: token ids, the encoder's states and the cache in; logits, cache and attention out."""

    def __init__(self, model: nn.Module, attention: bool) -> None:
        super().__init__()
        self.decoder, self.head, self.attention = model.get_decoder(), model.get_output_embeddings(), attention

    def forward(self, input_ids: Tensor, states: Tensor, *past: Tensor) -> tuple[Tensor, ...]:
        own = DynamicCache()
        for layer in range(len(past) // 2):
            own.update(past[2 * layer], past[2 * layer + 1], layer)
        cache = EncoderDecoderCache(own, DynamicCache())
        out = self.decoder(
            input_ids=input_ids,
            encoder_hidden_states=states,
            past_key_values=cache,
            use_cache=True,
            output_attentions=self.attention,
        )
        kept = [tensor for layer in cache.self_attention_cache.layers for tensor in (layer.keys, layer.values)]
        looked = list(out.cross_attentions) if self.attention else []
        return (self.head(out.last_hidden_state), *kept, *looked)


def write_whisper(folder: Path, seed: int = 5) -> None:
    """A Whisper of one layer of 16, English only, whose decoder gives its cross-attention. The seed says many words."""
    torch.manual_seed(seed)
    tokenizer = byte_level_tokenizer()
    end, start, *_, plain = (tokenizer.token_to_id(name) for name in WHISPER_TOKENS)
    config = WhisperConfig(
        vocab_size=tokenizer.get_vocab_size(),
        d_model=16,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=32,
        decoder_ffn_dim=32,
        max_target_positions=128,
        num_mel_bins=20,
        bos_token_id=end,
        eos_token_id=end,
        pad_token_id=end,
        decoder_start_token_id=start,
        begin_suppress_tokens=[end],
        suppress_tokens=None,
        attn_implementation="eager",
    )
    model = WhisperForConditionalGeneration(config).eval()
    # Sure of itself, and of something else at every place: otherwise it says one letter over and over.
    with torch.no_grad():
        model.get_input_embeddings().weight.mul_(20)
        model.model.decoder.embed_positions.weight.mul_(60)
    unsaid = [place for piece, place in tokenizer.get_vocab().items() if not piece.startswith("Ġ") or len(piece) < 3]
    generation = {
        "alignment_heads": [[0, 0], [0, 1]],
        "begin_suppress_tokens": [end],
        "bos_token_id": end,
        "decoder_start_token_id": start,
        "eos_token_id": end,
        "is_multilingual": False,
        "max_length": 128,
        "no_timestamps_token_id": plain,
        "pad_token_id": end,
        "return_timestamps": False,
        "suppress_tokens": sorted(set(unsaid) - {end}),
    }
    features = WhisperFeatureExtractor(feature_size=20)
    preprocessor = {
        "feature_extractor_type": "WhisperFeatureExtractor",
        **{name: getattr(features, name) for name in ("feature_size", "hop_length", "n_fft", "sampling_rate")},
        "chunk_length": 30,
        "n_samples": 480_000,
        "nb_max_frames": 3000,
    }
    naming = {"tokenizer_class": "WhisperTokenizer", "eos_token": "<|endoftext|>", "bos_token": "<|endoftext|>"}
    sound = torch.randn(1, 20, 3000)
    write_hub_folder(folder, model, generation, preprocessor, naming, tokenizer, sound, attention=True)


def write_moonshine(folder: Path, seed: int = 4) -> None:
    """A Moonshine of one layer of 32. The seed says many words."""
    torch.manual_seed(seed)
    tokenizer = word_piece_tokenizer()
    config = MoonshineConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=32,
        intermediate_size=64,
        encoder_num_hidden_layers=1,
        decoder_num_hidden_layers=1,
        encoder_num_attention_heads=2,
        decoder_num_attention_heads=2,
        max_position_embeddings=512,
        tie_word_embeddings=False,
        attn_implementation="eager",
    )
    model = MoonshineForConditionalGeneration(config).eval()
    with torch.no_grad():
        model.get_output_embeddings().weight.mul_(60)
        for weight in model.model.decoder.layers.parameters():
            if weight.dim() == 2:
                weight.mul_(8)
    generation = {"bos_token_id": 1, "decoder_start_token_id": 1, "eos_token_id": 2, "max_length": 194}
    preprocessor = {
        "feature_extractor_type": "MoonshineFeatureExtractor",
        "processor_class": "MoonshineProcessor",
        "sampling_rate": 16_000,
    }
    naming = {"tokenizer_class": "PreTrainedTokenizerFast", "eos_token": "</s>", "bos_token": "<s>"}
    write_hub_folder(folder, model, generation, preprocessor, naming, tokenizer, torch.randn(1, 16_000) * 0.1)


def write_hub_folder(
    folder: Path,
    model: nn.Module,
    generation: dict,
    preprocessor: dict,
    naming: dict,
    tokenizer: Tokenizer,
    sound: Tensor,
    attention: bool = False,
) -> None:
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    names = {
        "config.json": {**model.config.to_dict(), "attn_implementation": None},
        "generation_config.json": generation,
        "preprocessor_config.json": preprocessor,
        "tokenizer_config.json": {**naming, "clean_up_tokenization_spaces": False},
        "tokenizer.json": json.loads(tokenizer.to_str()),
    }
    for name, content in names.items():
        (folder / name).write_text(json.dumps(content, sort_keys=True) + "\n")
    export_recogniser(model, sound, folder / "onnx", attention)


def export_recogniser(model: nn.Module, sound: Tensor, folder: Path, attention: bool) -> None:
    """Writes encoder and decoder, named as transformers.js looks for them on WASM, after comparing both with torch."""
    encoder, decoder = Encoder(model.get_encoder()), Decoder(model, attention)
    main = model.main_input_name
    with torch.no_grad():
        states = encoder(sound)
    heads, size = decoder_heads(model.config)
    kept = ["present.0.decoder.key", "present.0.decoder.value"]
    pasts = [name.replace("present", "past_key_values") for name in kept]
    looked = ["cross_attentions.0"] if attention else []
    # Whisper's encoder always takes 30 s.
    samples = {} if attention else {1: Dim.DYNAMIC}
    export(encoder, (sound,), (samples,), folder / "encoder_model_quantized.onnx", [main], ["last_hidden_state"])
    past = [torch.zeros(1, heads, 3, size) for _ in pasts]
    frames = {} if attention else {1: Dim.DYNAMIC}
    export(
        decoder,
        (torch.tensor([[1, 5]]), states, *past),
        ({1: Dim.DYNAMIC}, frames, tuple({2: Dim.DYNAMIC} for _ in past)),
        folder / "decoder_model_merged_quantized.onnx",
        ["input_ids", "encoder_hidden_states", *pasts],
        ["logits", *kept, *looked],
    )
    compare(encoder, decoder, sound, folder, main, pasts)


def export(module: nn.Module, args: tuple, shapes: tuple, path: Path, inputs: list[str], outputs: list[str]) -> None:
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        program = torch.onnx.export(
            module.eval(),
            args,
            input_names=inputs,
            output_names=outputs,
            dynamic_shapes=shapes,
            opset_version=OPSET,
            dynamo=True,
            verbose=False,
        )
    graph = program.model_proto
    # Where each operation came from in the Python source: most of a small graph's bytes.
    for item in [*graph.graph.node, *graph.graph.value_info, *graph.graph.input, *graph.graph.output, *graph.functions]:
        del item.metadata_props[:]
        item.doc_string = ""
    onnx.checker.check_model(graph)
    path.write_bytes(graph.SerializeToString())


def compare(encoder: nn.Module, decoder: nn.Module, sound: Tensor, folder: Path, main: str, pasts: list[str]) -> None:
    """Three tokens at once and then one more with the cache: the graphs must give torch's numbers."""
    running = [session(folder / f"{name}_quantized.onnx") for name in ("encoder_model", "decoder_model_merged")]
    if main == "input_values":
        sound = torch.randn(1, 23_456) * 0.1
    states = running[0].run(None, {main: sound.numpy()})[0]
    heads, size = (running[1].get_inputs()[2].shape[place] for place in (1, 3))
    nothing = {name: np.zeros((1, heads, 0, size), np.float32) for name in pasts}
    first = running[1].run(None, {"input_ids": np.array([[1, 5, 9]]), "encoder_hidden_states": states, **nothing})
    cache = dict(zip(pasts, first[1:3], strict=True))
    then = running[1].run(None, {"input_ids": np.array([[7]]), "encoder_hidden_states": states, **cache})
    with torch.no_grad():
        wanted = encoder(sound)
        logits = decoder(torch.tensor([[1, 5, 9, 7]]), wanted)[0].numpy()
    np.testing.assert_allclose(states, wanted.numpy(), atol=1e-4)
    np.testing.assert_allclose(np.concatenate([first[0], then[0]], 1), logits, atol=5e-3)


def decoder_heads(config) -> tuple[int, int]:
    if config.model_type == "whisper":
        return config.decoder_attention_heads, config.d_model // config.decoder_attention_heads
    return config.decoder_num_key_value_heads, config.hidden_size // config.decoder_num_attention_heads


def byte_level_tokenizer() -> Tokenizer:
    """GPT-2's kind, as Whisper has it."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer.train_from_iterator(
        TEXT, trainers.BpeTrainer(vocab_size=TOKENS, initial_alphabet=alphabet, show_progress=False)
    )
    tokenizer.add_special_tokens([AddedToken(name, special=True, normalized=False) for name in WHISPER_TOKENS])
    return tokenizer


def word_piece_tokenizer() -> Tokenizer:
    """SentencePiece's kind, as Moonshine has it."""
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    special = ["<unk>", "<s>", "</s>"]
    # Words one by one: without a pre-tokenizer the pieces would run across them.
    words = [word for line in TEXT for word in line.split()]
    tokenizer.train_from_iterator(
        words, trainers.BpeTrainer(vocab_size=TOKENS, special_tokens=special, show_progress=False)
    )
    return tokenizer
