"""The names under which keys and columns mean the same field, in several languages and in the exports of databases."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_SPELLINGS = """
title: title, titel, titre, título, titolo, tytuł, название, заглавие, 标题, 题名, 篇名, 論文名, タイトル, 題名, 제목,
    article title, document title, paper title, primary title, title of paper, paper, publication, display name, name,
    논문명, 논문제목, عنوان, כותרת
abstract: abstract, abstract note, summary, zusammenfassung, kurzfassung, résumé, resumen, resumo, riassunto,
    streszczenie, аннотация, 摘要, 要旨, 抄録, 초록, tldr, 요약, چکیده, תקציר
authors: author full names, authors, author, author(s), autor, autoren, verfasser, auteur, auteurs, autores,
    autor(es), autori, autore, autorzy, авторы, автор, 作者, 著者, 저자, creators, creator, author names, authors
    list, byline, 저자명, نویسنده, نویسندگان, מחבר
editors: editors, editor, book editors, herausgeber, éditeur scientifique, editores, 编者, 编辑
translators: translators, translator, übersetzer, traducteur, traductor, tradutor, traduttore, tłumacz, переводчик,
    译者, 訳者
year: year, publication year, published year, pub year, pubyear, jahr, erscheinungsjahr, année, annee, año, ano,
    anno, rok, год, 年份, 年, 出版年, 発行年, 연도, year of publication, yr, 발행연도, 발행년, 출판년도, سال, שנה
date: date, published, publication date, issued, pubdate, date published, published date, publicationdate,
    datum, erscheinungsdatum, fecha, data, дата, 日期, 发表时间, 発行日, cover date, published online, 발행일
month: month, published month, monat, mois, mes, mese
day: day, tag des monats
venue: venue, conference, conf, publication venue, venues, book title short, venue name
venue_year: venue year
container: journal, container title, source title, publication title, publication name, booktitle, book title,
    proceedings title, journal/book, journal title, journal name, container, zeitschrift, quelle, revue,
    revista, rivista, fuente, czasopismo, журнал, источник, 期刊, 来源, 刊名, 雑誌名, conference title, conference name,
    source, full journal title, periodical, secondary title, series title,
    掲載誌, 学術誌, 학술지, 학술지명, 저널명, مجله, כתב עת
volume: volume, vol, vol., band, jahrgang, tome, volumen, volumem, том, 卷, 巻, 권, جلد, כרך
issue: issue, number, issue number, no., heft, ausgabe, numéro, número, numero, numer, номер, 期, 号, 호, شماره, גיליון
pages: pages, page, page range, pagination, seiten, páginas, pagine, strony, страницы, 页码, 页, ページ, art. no.,
    article number, 페이지, 쪽, صفحات, עמודים
first_page: page start, start page, startpage, first page, beginning page, begin page
last_page: page end, end page, endpage, last page, ending page
publisher: publisher, verlag, maison d'édition, editorial, editora, editore, wydawca, издательство, 出版社, 出版者,
    school, institution, university, organization, 발행기관, 출판사, ناشر, הוצאה
publisher_place: place, publisher place, publisher location, place of publication, place published, pub location, ort,
    erscheinungsort, verlagsort, lieu, lieu d'édition, lugar de publicación, lugar, luogo, miejsce wydania, место
    издания, 出版地
edition: edition, edition number, auflage, édition, edición, edição, edizione, wydanie, издание, 版次, 版本
series: series, book series, reihe, schriftenreihe, série, serie, collana, серия, 丛书, 叢書, シリーズ, 총서
series_number: series number, number in series, bandnummer
archive: archive, archive location, shelf mark, shelfmark, call number, signatur, cote, signatura, segnatura, шифр,
    请求记号, 索书号, 請求記号, 청구기호
isbn: isbn, isbns
issn: issn, eissn, issns, print issn, online issn
language: language, lang, langid, languages, language of original document, sprache, langue, idioma, lingua, taal,
    język, язык, 语言, 语种, 言語, 언어
type: type, item type, document type, publication type, entry type, entrytype, reference type, typ, dokumenttyp,
    type de document, 文献类型
doi: doi, doi link, digital object identifier, item doi
arxiv: arxiv id, arxiv, arxivid, arxiv url, eprint, arxiv link
acl: acl id, acl, anthology id, acl anthology, acl anthology id
pubmed: pmid, pubmed id, pubmed, pubmedid
openalex: openalex, openalex id
semantic_scholar: semantic scholar id, s2 id, corpus paper id, paperid
keywords: keywords, keyword, author keywords, tags, manual tags, schlagwörter, schlagworte, mots-clés, mots
    clés, palabras clave, palavras-chave, parole chiave, słowa kluczowe, ключевые слова, 关键词, 关键字, キーワード,
    키워드, subjects, topics, 주제어
headings: area, category, categories, topic, track, section, collection, collections, group, kategorie, bereich,
    thema, catégorie, categoría, categoria, 类别, 分类
key: id, key, citekey, citation key, citationkey, bibtex key, bibtexkey, uid, ref id, record id, eid
url: url, link, links, urls, article url, article link, web page, adresse, lien, enlace, 链接, リンク, paper url,
    paper link, landing page, openreview, forum, html
pdf: pdf, pdf link, pdf url, file url, open access pdf
code: code, github, repository, repo, code url, code link, implementation, source code, git, 代码
project: project, project page, website, homepage, web site, project url, 项目
data_url: dataset, datasets, dataset url, data url, data set
video: video, youtube, video url, talk
demo: demo, demo url
model: model url, weights, checkpoint
"""
"""A line for each field: its name, and the spellings for it, the surest first."""
_TAGS = dict(
    pair.split(" ", 1)
    for pair in (
        "PT type, AU authors, AF author full names, TI title, SO journal, DT document type, DE author keywords, AB "
        "abstract, PY year, VL volume, IS issue, BP start page, EP end page, AR article number, DI doi, PM pmid, "
        "SN issn, EI eissn, BN isbn, PU publisher, UT uid, BE book editors, CT conference title, ID keywords plus"
    ).split(", ")
)
"""The columns of the Web of Science, whose names are tags."""


@lru_cache(maxsize=4096)
def fold_key(key: str) -> str:
    """Return a key in lower case, without accents, spaces and punctuation, so that different spellings become equal.

    >>> fold_key("Author(s)"), fold_key("Année")
    ('authors', 'annee')
    """
    plain = unicodedata.normalize("NFKD", key).casefold()
    return "".join(char for char in plain if char.isalnum())


_FIELDS: dict[str, tuple[str, int]] = {}
for _field, _names in re.findall(r"^(\w+): (.+(?:\n    .+)*)", _SPELLINGS, re.MULTILINE):
    for _rank, _name in enumerate(re.split(r",\s+", _names)):
        _FIELDS.setdefault(fold_key(_name), (_field, _rank))


def map_keys(keys: Iterable[str]) -> dict[str, list[str]]:
    """Return which of the keys mean which field: from the field's name to its keys as they are written, the surest
    first.

    Keys that mean no known field are left out.

    >>> map_keys(["Source", "Titre", "Source title", "Cited by"])
    {'container': ['Source title', 'Source'], 'title': ['Titre']}
    """
    return _map(tuple(keys))


@lru_cache(maxsize=512)
def _map(keys: tuple[str, ...]) -> dict[str, list[str]]:
    """Return for each field the keys, of those given, that mean it, as `map_keys` does. The result is cached, since the
    rows of a file mostly have the same keys.
    """
    if {"PT", "AU", "TI", "SO"} <= {key.strip() for key in keys}:
        named = {key: _TAGS.get(key.strip(), "") for key in keys}
    else:
        named = {key: key for key in keys}
    ranked: dict[str, list[tuple[int, str]]] = {}
    for key, name in named.items():
        if found := _FIELDS.get(fold_key(name)):
            ranked.setdefault(found[0], []).append((found[1], key))
    return {field: [key for _, key in sorted(found)] for field, found in ranked.items()}
