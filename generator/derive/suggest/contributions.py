"""Phrases that tell kinds of contribution in languages other than English.

They are used together with the English ones, since such papers often have a title or abstract in both languages.
"""

from __future__ import annotations

from collections.abc import Mapping

IN_OTHER_LANGUAGES: Mapping[str, Mapping[str, Mapping[str, float]]] = {
    "de": {
        "method": {
            "neuer Ansatz": 2, "neuen Ansatz": 2, "neues Verfahren": 2, "neuen Verfahren*": 2, "neue Methode": 2,
            "neuen Methode": 2, "neuer Algorithmus": 2, "neuen Algorithmus": 2, "neues Modell": 1.5,
            "schlagen wir": 1.2, "wir schlagen": 1.2, "wir entwickeln": 1, "wird entwickelt": 1,
            "wurde entwickelt": 1, "unser Ansatz": 2, "unser Verfahren": 2, "unsere Methode": 2,
            "vorgeschlagene*": 1.2,
        },
        "dataset": {
            "neuer Datensatz": 2, "neuen Datensatz": 2, "neues Korpus": 2, "annotiertes Korpus": 1.5,
            "Aufbau eines Korpus": 2, "unser Datensatz": 1.5, "frei verfügbare* Daten*": 1.5,
        },
        "evaluation": {
            "vergleichende Studie": 2, "systematischer Vergleich": 2, "wir vergleichen": 0.8, "werden verglichen": 1,
            "Evaluationsstudie": 2, "vergleichende Untersuchung": 2,
        },
        "study": {
            "empirische Studie": 2, "empirische Untersuchung": 2, "empirische Analyse": 2, "Fallstudie": 1.5,
            "wir untersuchen": 1, "wurden befragt": 2, "Proband*": 1.5, "Teilnehmende*": 1, "Befragung": 1.5,
            "unsere Ergebnisse": 1, "Interviews": 1, "randomisiert*": 2,
        },
        "theory": {
            "wir beweisen": 2, "Beweis": 1, "untere Schranke": 1.5, "obere Schranke": 1.5, "theoretische Analyse": 2,
        },
        "system": {"Prototyp": 1.2, "quelloffen*": 1.2, "Werkzeug": 0.8, "Plattform": 0.8, "Softwaresystem": 2},
        "survey": {
            "Literaturübersicht": 2, "systematische Übersicht*": 2, "Überblicksartikel": 2, "Metaanalyse": 2,
            "gibt einen Überblick": 1.5, "geben einen Überblick": 1.5, "Forschungsstand": 1,
        },
        "position": {"wir plädieren": 2, "plädiert": 1.6, "Plädoyer": 2, "Positionspapier": 2},
    },
    "fr": {
        "method": {
            "nous proposons": 1.2, "cet article propose": 1.2, "nous présentons une": 0.8, "nouvelle méthode": 2,
            "nouvelle approche": 2, "nouvel algorithme": 2, "nouveau modèle": 2, "notre méthode": 2,
            "notre approche": 2, "notre modèle": 1.5, "approche proposée": 2, "méthode proposée": 2,
            "nous développons": 1, "nous introduisons": 0.8,
        },
        "dataset": {
            "nouveau corpus": 2, "nouveau jeu de données": 2, "constitution d’un corpus": 2,
            "construction d’un corpus": 2, "corpus annoté": 1.2, "corpus librement": 1.5,
            "nous mettons à disposition": 1.2, "sur corpus": -1, "de corpus": -1, "en corpus": -1,
        },
        "evaluation": {
            "étude comparative": 2, "nous comparons": 0.8, "campagne d’évaluation": 1.5,
            "comparaison systématique": 2, "évaluation comparative": 2, "banc d’essai": 2,
        },
        "study": {
            "étude empirique": 2, "étude de cas": 1.5, "nous étudions": 1, "nous analysons": 1, "nous examinons": 1,
            "nos résultats montrent": 1.2, "cette étude": 0.8, "entretiens": 1, "étude préliminaire": 1.5,
        },
        "theory": {
            "nous démontrons": 1.5, "nous prouvons": 2, "théorème": 1.5, "borne inférieure": 1.5,
            "borne supérieure": 1.5,
        },
        "system": {
            "logiciel libre": 1.5, "code source": 0.5, "plateforme": 0.8, "plate-forme": 0.8, "prototype": 0.5,
            "boîte à outils": 2, "cet outil": 0.8, "démonstration": 0.6,
        },
        "survey": {"état de l’art des": 1.5, "revue de la littérature": 2, "un panorama": 1.5},
        "position": {"nous défendons": 1.6, "nous soutenons que": 2, "nous plaidons": 2, "article de position": 2},
    },
    "es": {
        "method": {
            "proponemos": 1.2, "este artículo propone": 1.2, "nuevo método": 2, "nuevo enfoque": 2,
            "nuevo algoritmo": 2, "nuevo modelo": 2, "nuestro método": 2, "nuestro enfoque": 2, "método propuesto": 2,
            "enfoque propuesto": 2, "se propone": 1, "desarrollamos": 0.8,
        },
        "dataset": {
            "nuevo corpus": 2, "nuevo conjunto de datos": 2, "construcción de un corpus": 2, "corpus anotado": 1.2,
            "de corpus": -1, "en corpus": -1,
        },
        "evaluation": {
            "estudio comparativo": 2, "comparamos": 0.8, "evaluación comparativa": 2, "análisis comparativo": 1.5,
        },
        "study": {
            "estudio empírico": 2, "estudio de caso": 1.5, "analizamos": 0.9, "investigamos": 0.9, "examinamos": 1,
            "este estudio": 0.8, "encuesta": 1, "entrevistas": 1, "nuestros resultados": 1, "participantes": 1,
        },
        "theory": {"demostramos que": 1.2, "teorema": 1.5, "cota inferior": 1.5, "cota superior": 1.5},
        "system": {
            "código abierto": 1, "plataforma": 0.8, "prototipo": 1.2, "herramienta": 0.6, "software libre": 1.5,
        },
        "survey": {
            "revisión de la literatura": 2, "revisión sistemática": 2, "estado del arte de": 1.5, "metaanálisis": 2,
        },
        "position": {"sostenemos que": 2, "argumentamos": 1.6, "artículo de opinión": 2},
    },
    "zh": {
        "method": {
            "本文提出": 1.2, "提出了一种": 1.2, "提出一种": 1.2, "新方法": 2, "新模型": 2, "新算法": 2, "所提方法": 2,
            "提出的方法": 2, "本文方法": 2, "新的方法": 2, "新框架": 1.5,
        },
        "dataset": {
            "构建了一个": 0.8, "数据集构建": 2, "语料库构建": 2, "语料库的构建": 2, "语料库建设": 2,
            "标注语料库": 1.2, "构建了首个": 1.5, "新数据集": 2,
        },
        "evaluation": {"评测基准": 2, "基准测试": 1.5, "评测任务": 1, "评测集": 1.5},
        "study": {
            "实证研究": 2, "案例研究": 1.5, "本文考察": 1.2, "本文探讨": 0.8, "研究发现": 1, "实证分析": 2,
            "问卷": 1.5,
        },
        "theory": {"本文证明": 2, "定理": 1.5, "下界": 1.2, "上界": 1.2},
        "system": {"开源": 0.9, "软件": 0.6, "平台": 0.6, "工具包": 1.5, "原型系统": 2, "系统实现": 1.5},
        "survey": {"综述": 2, "本文回顾": 2, "文献回顾": 2, "元分析": 2, "系统梳理": 1.5},
        "position": {"本文主张": 2, "我们认为": 0.8, "本文认为": 1.2},
    },
}  # fmt: skip
"""From a language to a kind of contribution to its phrases with their weights."""
