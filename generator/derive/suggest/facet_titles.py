"""What a first draft calls its facets and their values in languages other than English."""

from __future__ import annotations

from collections.abc import Mapping

from ...records.taxonomy import Facet, Value

_NAMES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "de": {
        "contribution": ("Beitrag", "Was die Arbeit beiträgt."),
        "method": ("Methode", "Ein neues Verfahren, ein neuer Algorithmus, ein neues Modell."),
        "dataset": ("Daten", "Eine Sammlung von Daten, die andere nutzen können."),
        "evaluation": ("Bewertung", "Ein Maßstab, eine gemeinsame Aufgabe oder ein Vergleich dessen, was es gibt."),
        "study": ("Empirische Studie", "Ein Versuch, eine Analyse oder eine Beobachtung, die etwas erklärt."),
        "theory": ("Theorie", "Ein Beweis, eine Schranke, ein formales Modell oder ein Gedankengang."),
        "system": ("Software und Systeme", "Ein Werkzeug, eine Bibliothek, eine Plattform oder ein laufendes System."),
        "survey": ("Überblick", "Ein Überblick, eine Übersichtsarbeit oder eine Einführung."),
        "position": ("Standpunkt", "Eine Meinung, eine Vision oder ein Aufruf an das Fach."),
        "keyword": ("Schlagwort", "Wie die Quelle der Arbeiten sie angibt, oder in deren Text."),
    },
    "fr": {
        "contribution": ("Contribution", "Ce que l’article apporte."),
        "method": ("Méthode", "Une technique, un algorithme, un modèle ou un cadre nouveau."),
        "dataset": ("Données", "Un ensemble de données que d’autres peuvent utiliser."),
        "evaluation": ("Évaluation", "Un banc d’essai, une mesure, une campagne ou une comparaison de l’existant."),
        "study": ("Étude empirique", "Une expérience, une analyse ou une observation qui explique quelque chose."),
        "theory": ("Théorie", "Une preuve, une borne, un modèle formel ou un raisonnement."),
        "system": ("Logiciels et systèmes", "Un outil, une bibliothèque, une plateforme ou un système en service."),
        "survey": ("Synthèse", "Un état de l’art, une revue ou une introduction."),
        "position": ("Prise de position", "Une opinion, une vision ou un appel à la discipline."),
        "keyword": ("Mot-clé", "Donnés par la source des articles, ou présents dans leur texte."),
    },
    "es": {
        "contribution": ("Contribución", "Lo que aporta el trabajo."),
        "method": ("Método", "Una técnica, un algoritmo, un modelo o un marco nuevo."),
        "dataset": ("Datos", "Un conjunto de datos que otros pueden usar."),
        "evaluation": ("Evaluación", "Un banco de pruebas, una medida o una comparación de lo que existe."),
        "study": ("Estudio empírico", "Un experimento, un análisis o una observación que explica algo."),
        "theory": ("Teoría", "Una prueba, una cota, un modelo formal o un argumento."),
        "system": ("Programas y sistemas", "Una herramienta, una biblioteca, una plataforma o un sistema en uso."),
        "survey": ("Revisión", "Un estado de la cuestión, una revisión o una introducción."),
        "position": ("Posición", "Una opinión, una visión o un llamamiento a la disciplina."),
        "keyword": ("Palabra clave", "Las que da la fuente de los trabajos, o las de su texto."),
    },
    "zh": {
        "contribution": ("贡献", "论文贡献了什么。"),
        "method": ("方法", "新的技术、算法、模型或框架。"),
        "dataset": ("数据集", "可供他人使用的数据。"),
        "evaluation": ("评测", "评测基准、指标、共同任务，或对已有方法的比较。"),
        "study": ("实证研究", "用以说明问题的实验、分析或观察。"),
        "theory": ("理论", "证明、界、形式模型或论证。"),
        "system": ("软件与系统", "工具、程序库、平台或运行中的系统。"),
        "survey": ("综述", "综述、评论、教程或概述。"),
        "position": ("观点", "对本领域的看法、展望或呼吁。"),
        "keyword": ("关键词", "来自论文出处的关键词，或见于论文文本。"),
    },
}


def named_in(language: str, facet: Facet) -> Facet:
    """Return a facet of a first draft with its title, its definition and those of its values in a survey's language; as
    it is in English, and in a language without such names.

    Values that have no name here, as keywords, keep their titles.
    """
    names = _NAMES.get(language)
    if names is None:
        return facet

    def named(value: Value) -> Value:
        title, definition = names[value.key]
        return value.model_copy(update={"title": title, "definition": definition})

    title, definition = names[facet.key]
    values = facet.values if facet.key == "keyword" else map(named, facet.values)
    return facet.model_copy(update={"title": title, "definition": definition, "values": tuple(values)})
