"""The watermark of a Word file: large pale words behind the text of every page, as Word itself writes them."""

from __future__ import annotations

from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

_LONGEST, _TALLEST = Mm(165).pt, Mm(30).pt
_SHAPE = f"""
<w:pict {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
  <v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">
    <v:formulas>
      <v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>
      <v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>
      <v:f eqn="if @0 @4 21600"/>
    </v:formulas>
    <v:path textpathok="t" o:connecttype="rect"/>
    <v:textpath on="t" fitshape="t"/>
  </v:shapetype>
  <v:shape type="#_x0000_t136" alt="" o:allowincell="f" fillcolor="#f6dedd" stroked="f">
    <v:textpath style="font-family:Arial;font-size:1pt;font-weight:bold"/>
  </v:shape>
</w:pict>
"""
_PLACE = (
    "position:absolute;margin-left:0;margin-top:0;width:{width:.0f}pt;height:{height:.0f}pt;rotation:315;"
    "z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
    "mso-position-vertical:center;mso-position-vertical-relative:margin"
)


def watermark(words: str, number: int) -> Any:
    """The picture, to put into a run of a header; `number` tells it from those in the file's other headers."""
    height = min(_TALLEST, _LONGEST / (0.6 * len(words)))
    picture = parse_xml(_SHAPE)
    shape = picture[1]
    shape.set("id", f"Watermark{number + 1}")
    shape.set("style", _PLACE.format(width=min(_LONGEST, 0.8 * height * len(words)), height=height))
    shape[0].set("string", words)
    return picture
