"""Tells words that look like names from ordinary words, and from abbreviations that all fields share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

WORD = r"[A-Za-z0-9][\w*²³ⁱⁿ⁰¹⁴-⁹]*(?:[-.+][\w*²³ⁱⁿ⁰¹⁴-⁹]+)*[*+]*"
"""Matches a word as names may be: letters and digits, raised ones too, with hyphens, dots and plus signs inside."""
GENERIC = frozenset(
    """AI AGI NLP NLU NLG CV ML DL RL KD GPU CPU API SOTA SoTA QA VQA OCR VL V&L VLM VLMs LVLM LVLMs LVMLs LLM LLMs
    LM LMs LMM LMMs MLLM MLLMs MLM MLMs MM MMs MVLM MVLMs MM-LLM MM-LLMs VLP UMM UMMs LVidLM LVidLMs CLIP GPT
    ICL M-ICL CoT RAG MoE MoEs PEFT SFT RLHF DPO PPO LoRA ViT ViTs CNN CNNs RNN RNNs MLP FFN CLS DM DMs T2I I2T
    I2I V-L L-V MHSA MHSAs MSHAs Convs Conv IN1k NSFW SSL FAR FGVR FGVC FGIR FGVD VCMR MEL MMIR VDU RS HD HN SR
    MLE SG VG REC RES GCG STVG ELC SVG VCR KB-VQA KB MNAR UMMT DFER DFE MII MKS MIC RGB 1-D 2D 3D 3D-VLM 3D-VLMs
    2D-VLMs ITM ITC ROI ROIs SDK URL II III IV US UK Web Internet MNC MKG OA NLI ANLS OOD IID VLA I2T Hi-Fi Top-1
    MLVLM MLVLMs HTML HTMLs PDF UI GUI
    MDP POMDP MARL IRL HRL TD DQN A2C SAC TD3 DDPG NMT SMT MT ASR TTS NER POS PCA SVD SVM GAN GANs VAE VAEs LSTM GRU EM
    MCMC HMM GNN GCN DNN ANN KG KGs SQL XML JSON API APIs CSV DAG SGD SLAM GPS IoT UAV UAVs LiDAR PDE PDEs ODE ODEs SDE
    FEM CFD RCT RCTs DNA RNA mRNA PCR MRI fMRI EEG ECG HIV ICU BMI GDP SME SMEs CO2
    WordNet ROUGE BLEU CIDEr SPICE METEOR mIoU mAP AP AP50 AUC F1 R@1 Recall@1 COVID-19""".split()
)
"""Abbreviations and names that many papers of any field use; none of them is a paper's own name."""


@lru_cache(maxsize=1 << 16)
def looks_like_name(word: str) -> bool:
    """Return whether a word has capitals, digits or signs where ordinary words have none. Words in `GENERIC` do not
    count.

    >>> looks_like_name("HoleBench"), looks_like_name("Bench"), looks_like_name("MDP")
    (True, False, False)
    """
    plain = word.strip(".")
    if len(plain) < 2 or plain in GENERIC or not re.search(r"[A-Za-z]", plain):
        return False
    if (
        re.fullmatch(r"\d[\d.,]*(?:[KMBTkx%]|st|nd|rd|th|D|k|TB|GB|HD)?", plain)
        or re.fullmatch(r"\d+(?:\.\d+)?[A-Za-z]{1,2}(?:-\d+\w?)?", plain)
        or re.fullmatch(r"\d+[BMK]", plain)
    ):
        return False
    if re.fullmatch(r"[A-Z]?[a-z]+(?:-[A-Z]?[a-z]+)*\d*", plain) and not re.search(r"[a-z]\d", plain):
        return False
    if re.fullmatch(
        r"(?:[A-Z][a-z]+-)+[A-Za-z]+|[A-Za-z]+-(?:[Bb]ased|style|like|level|grained|aware|centric|guided|driven|blind|free|derived|generated|augmented|enhanced|powered|assisted|oriented|specific|related|trained|tuned|supervised)"
        r"|[a-z]+-to-[A-Za-z]+",
        plain,
    ):
        return False
    if re.fullmatch(r"[a-z]+[A-Z]{2,}s?|[A-Z]{2,3}[a-z]{6,}|[A-Z][a-z]+[A-Z]{2}s", plain):
        return False  # letters picked out to explain an abbreviation: transformER, COntrastive
    return bool(re.search(r".[A-Z]|[A-Za-z]\d|\d[A-Z]|[²³ⁱⁿ*]", plain))


def places_of(name: str, text: str, before: str = "", after: str = "") -> Iterator[int]:
    """Yield the offsets in a text at which a name stands as a word of its own.

    A letter, a digit or `_` beside the name makes it another word; so does one of the characters in `before` in front
    of it, or one of those in `after` behind it.

    >>> list(places_of("MAZE", "MAZE-2 and MAZES, MAZE")), list(places_of("MAZE", "MAZE-2 and MAZE", after="-"))
    ([0, 18], [11])
    """
    start = text.find(name)
    while start >= 0 and name:
        end = start + len(name)
        free = not (_touches(text[start - 1 : start], before) or _touches(text[end : end + 1], after))
        if free:
            yield start
        start = text.find(name, end if free else start + 1)


def _touches(char: str, signs: str) -> bool:
    return char.isalnum() or char == "_" or (bool(char) and char in signs)
