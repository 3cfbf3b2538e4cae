"""Themes, where we stand on each question, and where views differ."""

from __future__ import annotations

from marchepied.engines.documents._blocks import heading, listed, say, tabled
from marchepied.engines.documents._charts import OpinionScale, tabulate_views
from marchepied.engines.documents._composing._teller import Teller
from marchepied.engines.documents._document import Block, BlockKind, Column, Tone
from marchepied.engines.documents._pack_data import QuestionResult, ThemeSection, Visibility


class QuestionTeller(Teller):
    """Tells the sections made of questions."""

    def _tell_themes(self) -> list[Block]:
        if not self.pack.themes:
            return [self.missing("no_themes")]
        return [block for key, theme in self._keyed_themes() for block in self._tell_why(key, theme)]

    def _tell_why(self, key: str, theme: ThemeSection) -> list[Block]:
        part, label = f"themes.why:{key}", self.words["part_why"].format(theme=theme.name)
        if theme.why:
            told = say(theme.why, part=part, label=label)
        else:
            told = self.missing("no_why", part=part, label=label)
        return [heading(2, theme.name), told]

    def _keyed_themes(self) -> list[tuple[str, ThemeSection]]:
        return [(theme.key or str(rank), theme) for rank, theme in enumerate(self.pack.themes, 1)]

    def _tell_state(self) -> list[Block]:
        if not self.pack.themes:
            return [self.missing("no_state")]
        asked = [question for theme in self.pack.themes for question in theme.questions]
        charted = any(question.colleges for question in asked)
        blocks = [say(self.words["chart_key"], Tone.QUIET)] if charted else []
        rank = 0
        for theme in self.pack.themes:
            blocks.append(heading(2, theme.name))
            if not theme.questions:
                blocks.append(self.missing("no_questions"))
            for question in theme.questions:
                rank += 1
                blocks += self._tell_question(question, rank)
        return blocks

    def _tell_question(self, question: QuestionResult, rank: int) -> list[Block]:
        key = question.key or str(rank)
        told = question.statement or self.words["no_statement"]
        asked = self.words["question_asked"].format(wording=question.wording)
        label = self.words["part_statement"].format(question=question.wording)
        blocks = [
            heading(3, told, mark=f"question-{rank}", part=f"state.statement:{key}", label=label),
            say(asked, Tone.QUIET),
        ]
        if question.colleges:
            blocks += self._tell_views(question)
        elif not question.voices:
            blocks.append(self.missing("no_college_question"))
        columns = [self._tell_voices(question), self._tell_own(question), self._tell_settled(question)]
        columns = [column for column in columns if column]
        if columns:
            made = tuple(Column(tuple(column)) for column in columns)
            # A frame is for what was decided: one column alone stands as it is.
            blocks += [Block(BlockKind.COLUMNS, columns=made)] if len(made) > 1 else columns[0]
        return blocks

    def _tell_views(self, question: QuestionResult) -> list[Block]:
        scale = OpinionScale(
            title=question.wording,
            low_end=question.low_end,
            high_end=question.high_end,
            colleges=question.colleges,
            levels=question.levels,
            share_heads=question.share_heads,
            language=self.language,
        )
        head, rows = tabulate_views(scale, settled=False)
        # Of a hidden group nothing is said but why: the rest of its line is left out, not filled with signs.
        hidden = [view.visibility is Visibility.HIDDEN for view in question.colleges]
        told = [row[:2] if gone else row for row, gone in zip(rows, hidden, strict=True)]
        others = len(head) - 3
        widths = (1.9, 1.4, 2.0, *[0.55] * max(others - 1, 0), *[1.2] * min(others, 1))
        label = f"{self.words['figures_of']} : {question.wording}"
        return [
            Block(BlockKind.CHART, question.wording, scale=scale),
            tabled(head, told, widths, label=label),
        ]

    def _tell_voices(self, question: QuestionResult) -> list[Block]:
        if not question.voices:
            return []
        lines = [f"{voice.who} : {voice.what}" for voice in question.voices]
        return [heading(4, self.words["voices"]), listed(lines)]

    def _tell_own(self, question: QuestionResult) -> list[Block]:
        if not (question.own_level or question.own_narrative):
            return []
        blocks = [heading(4, self.named("own_answer"))]
        if question.own_level:
            blocks.append(say(question.own_level, Tone.STRONG))
        if question.own_narrative:
            blocks.append(say(question.own_narrative))
        if not question.evidence:
            return [*blocks, say(self.named("no_evidence"), Tone.QUIET)]
        lines = []
        for item in question.evidence:
            more = [text for text in (item.scope, self.date(item.dated)) if text]
            lines.append(f"{item.title} ({', '.join(more)})" if more else item.title)
        return [*blocks, say(self.words["evidence"], Tone.QUIET), listed(lines)]

    def _tell_settled(self, question: QuestionResult) -> list[Block]:
        if not question.position:
            return []
        blocks = [heading(4, self.words["settled"]), say(question.position, Tone.STRONG)]
        how = ". ".join(filter(None, (question.position_mode, question.position_note)))
        return [*blocks, say(how)] if how else blocks

    def _tell_differ(self) -> list[Block]:
        blocks: list[Block] = []
        asked = [question for theme in self.pack.themes for question in theme.questions]
        for rank, question in enumerate(asked, 1):
            if question.divergence:
                blocks += self._tell_divergence(question, rank)
        if blocks:
            return blocks
        heard = any(question.colleges for question in asked)
        return [self.missing("no_differ" if heard else "no_differ_alone")]

    def _tell_divergence(self, question: QuestionResult, rank: int) -> list[Block]:
        # The sentence of « where we stand », corrected there, is corrected here too.
        same = question.divergence == question.statement
        part = f"state.statement:{question.key or rank}" if same else ""
        blocks = [
            heading(2, question.divergence, part=part),
            say(self.words["question_asked"].format(wording=question.wording), Tone.QUIET),
        ]
        if question.position:
            blocks.append(say(self.words["settled_is"].format(text=question.position)))
        return [*blocks, Block(BlockKind.LINK, self.words["see"], mark=f"question-{rank}")]
