"""Speech with known word times: espeak-ng and its word and phoneme events (libespeak-ng by ctypes)."""

import ctypes
from dataclasses import dataclass
from math import gcd

import numpy as np
from scipy.signal import resample_poly

RETRIEVAL, PHONEME_EVENTS = 2, 1
END_OF_LIST, WORD, PHONEME = 0, 1, 7
RATE, PITCH = 1, 3
CHARACTERS, UTF8 = 1, 1


class _Id(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user", ctypes.c_void_p),
        ("id", _Id),
    ]


_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


@dataclass
class Spoken:
    """A word and when it sounds, in ms."""

    text: str
    start_ms: float
    end_ms: float


class Espeak:
    """One voice box; the library keeps its state in globals, so one a process."""

    def __init__(self):
        self._library = ctypes.CDLL("libespeak-ng.so.1")
        self._rate_hz = self._library.espeak_Initialize(RETRIEVAL, 0, None, PHONEME_EVENTS)

    def say(
        self, text: str, voice: str = "en-us", words_a_minute: int = 160, pitch: int = 50, rate_hz: int = 16_000
    ) -> tuple[np.ndarray, list[Spoken]]:
        """The text as float32 audio at `rate_hz`, and its words with their times."""
        pieces: list[np.ndarray] = []
        events: list[tuple[int, int, int, int, bytes]] = []

        @_CALLBACK
        def take(samples, count, event):
            if samples and count > 0:
                pieces.append(np.ctypeslib.as_array(samples, (count,)).copy())
            index = 0
            while event[index].type != END_OF_LIST:
                one = event[index]
                sign = bytes(one.id.string) if one.type == PHONEME else b""
                events.append((one.type, one.text_position, one.length, one.audio_position, sign))
                index += 1
            return 0

        self._library.espeak_SetSynthCallback(take)
        self._library.espeak_SetVoiceByName(voice.encode())
        self._library.espeak_SetParameter(RATE, words_a_minute, 0)
        self._library.espeak_SetParameter(PITCH, pitch, 0)
        data = text.encode()
        self._library.espeak_Synth(data, len(data) + 1, 0, CHARACTERS, 0, UTF8, None, None)
        audio = np.concatenate(pieces).astype(np.float64) / 32_768
        common = gcd(self._rate_hz, rate_hz)
        audio = resample_poly(audio, rate_hz // common, self._rate_hz // common).astype(np.float32)
        return audio, words_of(data, events)


def words_of(text: bytes, events: list[tuple[int, int, int, int, bytes]]) -> list[Spoken]:
    """A word starts with its first sound and ends with the next word, or with the pause that follows it."""
    words: list[Spoken] = []
    started = ended = True
    for kind, position, length, at_ms, sign in events:
        if kind == WORD:
            if words and not ended:
                words[-1].end_ms = at_ms
            words.append(Spoken(text[position - 1 : position - 1 + length].decode(), at_ms, at_ms))
            started = ended = False
        elif kind == PHONEME and words:
            if sign.startswith(b"_"):
                if not ended:
                    words[-1].end_ms = at_ms
                    ended = True
            elif not started:
                words[-1].start_ms = at_ms
                started = True
    return [word for word in words if word.end_ms > word.start_ms]
